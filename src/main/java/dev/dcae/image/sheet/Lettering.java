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
package dev.dcae.image.sheet;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;

/**
 * Short labels, drawn with a round pen. The text of Java 2D needs fontconfig and a font,
 * and a container that only serves has neither; lines it draws anywhere.
 *
 * <p>
 * Knows the letters A to Z and a to z, digits, space and
 * {@code .,:;-+=/()%#·×→_'"!?<>[]}; any other character becomes a box. A height is always
 * that of a capital letter, in pixels. Letters stay within 1.2 heights above the baseline
 * and 0.45 below it.
 */
public final class Lettering {

	/**
	 * From a baseline to the next, for a height of 1.
	 */
	public static final double LINE = 1.75;

	/**
	 * Thickness of the pen, in grid units.
	 */
	private static final double PEN = 1;

	/**
	 * Room on each side of a glyph, in grid units: half a pen's thickness is taken by the
	 * pen.
	 */
	private static final double MARGIN = 1.1;

	private Lettering() {
	}

	/**
	 * The width of a text, in pixels: nothing of it is drawn left of where it starts or
	 * right of its width.
	 */
	public static double width(String text, double height) {
		return text.chars().mapToDouble((character) -> advance(Glyph.of((char) character))).sum() * scale(height);
	}

	/**
	 * Draws a line of text in the colour, transform and clip of the graphics,
	 * antialiased.
	 * @param x where the text starts, in pixels
	 * @param baseline the line on which the letters stand, in pixels from above
	 */
	public static void draw(Graphics2D graphics, String text, double x, double baseline, double height) {
		Graphics2D pen = (Graphics2D) graphics.create();
		try {
			pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
			pen.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
			pen.setStroke(
					new BasicStroke((float) (PEN * scale(height)), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
			pen.translate(x, baseline);
			pen.draw(lines(text, height));
		}
		finally {
			pen.dispose();
		}
	}

	/**
	 * The lines that a pen of any thickness follows to write the text, from (0, 0) on, in
	 * pixels, with y pointing down. {@link #draw} takes an eighth of the height as
	 * thickness.
	 */
	public static Path2D lines(String text, double height) {
		double scale = scale(height);
		Path2D lines = new Path2D.Float();
		double x = 0;
		for (int i = 0; i < text.length(); i++) {
			Glyph glyph = Glyph.of(text.charAt(i));
			AffineTransform place = new AffineTransform(scale, 0, 0, -scale, x + MARGIN * scale,
					Glyph.BASELINE * scale);
			lines.append(glyph.lines().getPathIterator(place), false);
			x += advance(glyph) * scale;
		}
		return lines;
	}

	private static double advance(Glyph glyph) {
		return glyph.width() + 2 * MARGIN;
	}

	private static double scale(double height) {
		return height / Glyph.CAPITAL;
	}

}
