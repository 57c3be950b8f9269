/*
 * Copyright 2026 the dcae authors
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package dev.dcae.training.data;

import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.CubicCurve2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.random.RandomGenerator;

/**
 * Outlines of leaves: ellipses, rectangles, polygons, blobs, and lines.
 */
final class LeafShape {

	private LeafShape() {
	}

	/**
	 * A shape about a point, within the radius or not much more.
	 */
	static Shape random(double x, double y, double radius, RandomGenerator random) {
		AffineTransform place = AffineTransform.getTranslateInstance(x, y);
		place.rotate(random.nextDouble(2 * Math.PI));
		double narrow = radius * Draws.logUniform(0.25, 1, random);
		Shape shape = switch (random.nextInt(8)) {
			case 0 -> new Ellipse2D.Double(-radius, -radius, 2 * radius, 2 * radius);
			case 1, 2 -> new Ellipse2D.Double(-radius, -narrow, 2 * radius, 2 * narrow);
			case 3, 4 -> new Rectangle2D.Double(-radius, -narrow, 2 * radius, 2 * narrow);
			case 5 -> around(radius, random, false);
			case 6 -> around(radius, random, true);
			default -> new CubicCurve2D.Double(-radius, 0, Draws.around(radius, random), Draws.around(radius, random),
					Draws.around(radius, random), Draws.around(radius, random), radius, 0);
		};
		// A curve stays one, which tells it from an area.
		return (shape instanceof CubicCurve2D curve) ? moved(curve, place) : place.createTransformedShape(shape);
	}

	/**
	 * Tells a shape that is drawn with a pen rather than filled.
	 */
	static boolean isLine(Shape shape) {
		return shape instanceof CubicCurve2D;
	}

	/**
	 * A closed line through, or smoothly along, points at random distances.
	 */
	private static Shape around(double radius, RandomGenerator random, boolean smooth) {
		int corners = random.nextInt(3, 8);
		double[] x = new double[corners];
		double[] y = new double[corners];
		for (int i = 0; i < corners; i++) {
			double angle = 2 * Math.PI * (i + 0.7 * random.nextDouble()) / corners;
			double distance = radius * random.nextDouble(0.4, 1.2);
			x[i] = distance * Math.cos(angle);
			y[i] = distance * Math.sin(angle);
		}
		Path2D path = new Path2D.Double();
		int last = corners - 1;
		path.moveTo((x[last] + x[0]) / 2, (y[last] + y[0]) / 2);
		for (int i = 0; i < corners; i++) {
			int next = (i + 1) % corners;
			if (smooth) {
				path.quadTo(x[i], y[i], (x[i] + x[next]) / 2, (y[i] + y[next]) / 2);
			}
			else {
				path.lineTo(x[i], y[i]);
			}
		}
		path.closePath();
		return path;
	}

	private static CubicCurve2D moved(CubicCurve2D curve, AffineTransform place) {
		double[] points = { curve.getX1(), curve.getY1(), curve.getCtrlX1(), curve.getCtrlY1(), curve.getCtrlX2(),
				curve.getCtrlY2(), curve.getX2(), curve.getY2() };
		place.transform(points, 0, points, 0, 4);
		CubicCurve2D moved = new CubicCurve2D.Double();
		moved.setCurve(points, 0);
		return moved;
	}

}
