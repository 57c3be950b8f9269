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

import dev.dcae.image.RgbImage;

/**
 * An affine map of colours, in levels: {@code R' = rr·R + rg·G + rb·B + r} and so on.
 */
record ColourMatrix(double rr, double rg, double rb, double r, double gr, double gg, double gb, double g, double br,
		double bg, double bb, double b) {

	static final ColourMatrix IDENTITY = gains(1, 1, 1);

	/**
	 * The luma of ITU-R BT.601 in every channel.
	 */
	static final ColourMatrix LUMA = new ColourMatrix(0.299, 0.587, 0.114, 0, 0.299, 0.587, 0.114, 0, 0.299, 0.587,
			0.114, 0);

	/**
	 * One of the six orders of the channels.
	 */
	static ColourMatrix permutation(int index) {
		return switch (index) {
			case 0 -> IDENTITY;
			case 1 -> new ColourMatrix(1, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0);
			case 2 -> new ColourMatrix(0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0);
			case 3 -> new ColourMatrix(0, 1, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0);
			case 4 -> new ColourMatrix(0, 0, 1, 0, 1, 0, 0, 0, 0, 1, 0, 0);
			case 5 -> new ColourMatrix(0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 0);
			default -> throw new IndexOutOfBoundsException(index);
		};
	}

	static ColourMatrix gains(double red, double green, double blue) {
		return new ColourMatrix(red, 0, 0, 0, 0, green, 0, 0, 0, 0, blue, 0);
	}

	/**
	 * Moves colours away from a fixed one, or towards it.
	 * @param fixed red, green and blue
	 */
	static ColourMatrix contrast(double gain, double... fixed) {
		return new ColourMatrix(gain, 0, 0, (1 - gain) * fixed[0], 0, gain, 0, (1 - gain) * fixed[1], 0, 0, gain,
				(1 - gain) * fixed[2]);
	}

	/**
	 * The mean colour of an image: red, green and blue.
	 */
	static double[] mean(RgbImage image) {
		long[] sums = new long[3];
		byte[] pixels = image.pixels();
		for (int i = 0; i < pixels.length; i += 3) {
			sums[0] += pixels[i] & 0xff;
			sums[1] += pixels[i + 1] & 0xff;
			sums[2] += pixels[i + 2] & 0xff;
		}
		double count = pixels.length / 3.0;
		return new double[] { sums[0] / count, sums[1] / count, sums[2] / count };
	}

	/**
	 * This map and after it another.
	 */
	ColourMatrix then(ColourMatrix next) {
		double[] red = row(next.rr, next.rg, next.rb, next.r);
		double[] green = row(next.gr, next.gg, next.gb, next.g);
		double[] blue = row(next.br, next.bg, next.bb, next.b);
		return new ColourMatrix(red[0], red[1], red[2], red[3], green[0], green[1], green[2], green[3], blue[0],
				blue[1], blue[2], blue[3]);
	}

	private double[] row(double red, double green, double blue, double constant) {
		return new double[] { red * this.rr + green * this.gr + blue * this.br,
				red * this.rg + green * this.gg + blue * this.bg, red * this.rb + green * this.gb + blue * this.bb,
				red * this.r + green * this.g + blue * this.b + constant };
	}

	/**
	 * The map of one colour, not rounded.
	 */
	double[] applied(double... colour) {
		return new double[] { this.rr * colour[0] + this.rg * colour[1] + this.rb * colour[2] + this.r,
				this.gr * colour[0] + this.gg * colour[1] + this.gb * colour[2] + this.g,
				this.br * colour[0] + this.bg * colour[1] + this.bb * colour[2] + this.b };
	}

	/**
	 * The map of every colour, rounded and clipped.
	 */
	RgbImage apply(RgbImage image) {
		byte[] source = image.pixels();
		byte[] target = new byte[source.length];
		for (int i = 0; i < source.length; i += 3) {
			int red = source[i] & 0xff;
			int green = source[i + 1] & 0xff;
			int blue = source[i + 2] & 0xff;
			target[i] = level(this.rr * red + this.rg * green + this.rb * blue + this.r);
			target[i + 1] = level(this.gr * red + this.gg * green + this.gb * blue + this.g);
			target[i + 2] = level(this.br * red + this.bg * green + this.bb * blue + this.b);
		}
		return new RgbImage(image.width(), image.height(), target);
	}

	private static byte level(double value) {
		return (byte) Math.clamp((int) (value + 0.5), 0, 255);
	}

}
