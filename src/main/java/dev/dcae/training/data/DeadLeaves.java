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

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.Paint;
import java.awt.Shape;
import java.awt.TexturePaint;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.random.RandomGenerator;

import dev.dcae.image.RgbImage;

/**
 * Shapes that cover one another, with sizes of a power law: the model of natural images
 * by Matheron and by Lee, Mumford and Huang ("Occlusion Models for Natural Images",
 * 2001). Leaves are plain, shaded or textured; sometimes those behind are out of focus.
 */
final class DeadLeaves implements ImageSource {

	private static final int MAX_LEAVES = 250;

	private static final double OUT_OF_FOCUS = 0.2;

	private static final double OUTLINED = 0.12;

	private static final ImageSource TEXTURES = Mixture.of(new Mixture.Part(new NaturalNoise(), 3),
			new Mixture.Part(new Stripes(), 1));

	private final ImageSource backgrounds;

	DeadLeaves(ImageSource backgrounds) {
		this.backgrounds = backgrounds;
	}

	@Override
	public RgbImage patch(int side, RandomGenerator random) {
		Canvas canvas = new Canvas(this.backgrounds.patch(side, random));
		Palette palette = Palette.random(random);
		List<BufferedImage> textures = List.of(texture(side, random), texture(side, random));
		double smallest = side * Draws.logUniform(0.01, 0.12, random);
		double largest = side * random.nextDouble(0.2, 0.7);
		double exponent = random.nextDouble(1.3, 3);
		double left = side * side * random.nextDouble(0.7, 4);
		boolean outOfFocus = Draws.happens(OUT_OF_FOCUS, random);
		for (int i = 0; i < MAX_LEAVES && left > 0; i++) {
			double radius = powerLaw(smallest, largest, exponent, random);
			left -= radius * radius * Math.PI;
			draw(canvas.pen(), radius, side, palette, textures, random);
			if (outOfFocus && left < side * side) {
				canvas.cover(blurred(canvas.rgb(), random));
				outOfFocus = false;
			}
		}
		return canvas.rgb();
	}

	/**
	 * Draws from the density {@code r^-exponent}, by inverting its integral.
	 */
	private static double powerLaw(double smallest, double largest, double exponent, RandomGenerator random) {
		double power = 1 - exponent;
		double low = Math.pow(smallest, power);
		double high = Math.pow(largest, power);
		return Math.pow(low + random.nextDouble() * (high - low), 1 / power);
	}

	private static void draw(Graphics2D pen, double radius, int side, Palette palette, List<BufferedImage> textures,
			RandomGenerator random) {
		double x = random.nextDouble(side);
		double y = random.nextDouble(side);
		Shape leaf = LeafShape.random(x, y, radius, random);
		pen.setPaint(paint(x, y, radius, palette, textures, random));
		if (LeafShape.isLine(leaf)) {
			pen.setStroke(new BasicStroke((float) Draws.logUniform(0.8, Math.max(radius / 4, 1), random),
					BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
			pen.draw(leaf);
			return;
		}
		pen.fill(leaf);
		if (Draws.happens(OUTLINED, random)) {
			pen.setColor(palette.one(random));
			pen.setStroke(new BasicStroke((float) Draws.logUniform(0.7, Math.max(radius / 8, 0.8), random)));
			pen.draw(leaf);
		}
	}

	private static Paint paint(double x, double y, double radius, Palette palette, List<BufferedImage> textures,
			RandomGenerator random) {
		Color colour = palette.one(random);
		return switch (random.nextInt(5)) {
			case 0, 1 -> colour;
			case 2, 3 -> {
				double angle = random.nextDouble(2 * Math.PI);
				float dx = (float) (radius * Math.cos(angle));
				float dy = (float) (radius * Math.sin(angle));
				yield new GradientPaint((float) x - dx, (float) y - dy, colour, (float) x + dx, (float) y + dy,
						palette.one(random));
			}
			default -> {
				BufferedImage texture = Draws.one(textures, random);
				yield new TexturePaint(texture, new Rectangle2D.Double(x, y, texture.getWidth(), texture.getWidth()));
			}
		};
	}

	private static BufferedImage texture(int side, RandomGenerator random) {
		return new Canvas(TEXTURES.patch(side, random)).image();
	}

	/**
	 * Shrunk and enlarged again: what is finer is lost.
	 */
	private static RgbImage blurred(RgbImage image, RandomGenerator random) {
		int side = image.width();
		int small = Math.max(1, (int) (side / Draws.logUniform(1.5, 8, random)));
		return image.resize(small, small).resize(side, side);
	}

}
