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
import java.awt.Graphics2D;
import java.util.random.RandomGenerator;

import dev.dcae.image.RgbImage;
import dev.dcae.image.sheet.Lettering;

/**
 * Words that mean nothing, on a background: a page of lines, or a few words here and
 * there, of any size, weight and angle.
 */
final class Text implements ImageSource {

	private static final String SMALL = "abcdefghijklmnopqrstuvwxyz";

	private static final String CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

	private static final String DIGITS = "0123456789.,:-+/%#";

	private static final String ENDS = ".,:;!?)]\">";

	private static final double PAGE_SHARE = 0.6;

	private static final double LEVEL_SHARE = 0.6;

	private static final double SMALLEST_LETTER = 5;

	private static final int MOST_LINES = 24;

	private final ImageSource backgrounds;

	Text(ImageSource backgrounds) {
		this.backgrounds = backgrounds;
	}

	@Override
	public RgbImage patch(int side, RandomGenerator random) {
		Canvas canvas = new Canvas(this.backgrounds.patch(side, random));
		Graphics2D pen = canvas.pen();
		if (Draws.happens(PAGE_SHARE, random)) {
			page(pen, canvas, side, random);
		}
		else {
			for (int words = random.nextInt(1, 8); words > 0; words--) {
				double height = Draws.logUniform(SMALLEST_LETTER, Math.max(side / 2.0, SMALLEST_LETTER), random);
				Graphics2D placed = (Graphics2D) pen.create();
				placed.translate(random.nextDouble(-0.3, 0.9) * side, random.nextDouble(1.1) * side);
				placed.rotate(angle(random));
				write(placed, word(random), 0, height, ink(canvas.rgb(), random), random);
				placed.dispose();
			}
		}
		return canvas.rgb();
	}

	private static void page(Graphics2D pen, Canvas canvas, int side, RandomGenerator random) {
		double height = Draws.logUniform(SMALLEST_LETTER, Math.max(side / 5.0, SMALLEST_LETTER), random);
		double leading = height * random.nextDouble(1.5, 2.5);
		Color ink = ink(canvas.rgb(), random);
		double weight = weight(random);
		pen.rotate(angle(random), side / 2.0, side / 2.0);
		int lines = 0;
		for (double y = leading * random.nextDouble(); y < side + height && lines < MOST_LINES; y += leading, lines++) {
			StringBuilder line = new StringBuilder();
			while (Lettering.width(line.toString(), height) < side) {
				line.append(word(random)).append(' ');
			}
			write(pen, line.toString(), y, height, ink, weight);
		}
	}

	private static void write(Graphics2D pen, String text, double y, double height, Color ink, RandomGenerator random) {
		write(pen, text, y, height, ink, weight(random));
	}

	private static void write(Graphics2D pen, String text, double y, double height, Color ink, double weight) {
		Graphics2D line = (Graphics2D) pen.create();
		line.translate(0, y);
		line.setColor(ink);
		line.setStroke(new BasicStroke((float) (weight * height), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
		line.draw(Lettering.lines(text, height));
		line.dispose();
	}

	/**
	 * Thickness of the pen for a height of 1.
	 */
	private static double weight(RandomGenerator random) {
		return Draws.logUniform(0.08, 0.22, random);
	}

	/**
	 * Mostly level, else anything.
	 */
	private static double angle(RandomGenerator random) {
		return Draws.happens(LEVEL_SHARE, random) ? 0 : random.nextDouble(2 * Math.PI);
	}

	/**
	 * A colour that is dark on bright, or the other way round, and seldom neither.
	 */
	private static Color ink(RgbImage background, RandomGenerator random) {
		double[] mean = ColourMatrix.LUMA.applied(ColourMatrix.mean(background));
		double far = random.nextDouble() * random.nextDouble();
		float brightness = (float) ((mean[0] < 128) ? 1 - far : far);
		return Color.getHSBColor((float) random.nextDouble(), (float) (random.nextDouble() * random.nextDouble()),
				brightness);
	}

	private static String word(RandomGenerator random) {
		int kind = random.nextInt(10);
		String letters = switch (kind) {
			case 0 -> DIGITS;
			case 1 -> CAPITALS;
			default -> SMALL;
		};
		StringBuilder word = new StringBuilder();
		for (int length = random.nextInt(1, 10); length > 0; length--) {
			word.append(letters.charAt(random.nextInt(letters.length())));
		}
		if (kind == 2) {
			word.setCharAt(0, CAPITALS.charAt(random.nextInt(CAPITALS.length())));
		}
		if (kind == 3) {
			word.append(ENDS.charAt(random.nextInt(ENDS.length())));
		}
		return word.toString();
	}

}
