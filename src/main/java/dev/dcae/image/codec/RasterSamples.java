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
package dev.dcae.image.codec;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

import dev.dcae.image.Samples;

/**
 * From what readers of the JDK return to samples of 8 bits. Java 2D could convert them
 * too: but pixel by pixel, and taking grey for linear light.
 */
public final class RasterSamples {

	private static final int OPAQUE = 255;

	private static final int COLOURS = 3;

	private RasterSamples() {
	}

	/**
	 * The meaning of a fourth band, or of a second one of grey.
	 */
	public enum Alpha {

		/**
		 * Nothing.
		 */
		NONE,

		/**
		 * Opacity; colours are as they are.
		 */
		APART,

		/**
		 * Opacity, which colours have been multiplied by.
		 */
		MULTIPLIED

	}

	/**
	 * Indices of a palette, or packed sRGB.
	 */
	public static Samples of(BufferedImage image) {
		int width = image.getWidth();
		byte[] colour = new byte[COLOURS * width * image.getHeight()];
		byte[] alpha = image.getColorModel().hasAlpha() ? new byte[width * image.getHeight()] : null;
		int[] row = new int[width];
		int at = 0;
		for (int y = 0; y < image.getHeight(); y++) {
			argb(image, y, row);
			for (int pixel : row) {
				colour[COLOURS * at] = (byte) (pixel >> 16);
				colour[COLOURS * at + 1] = (byte) (pixel >> 8);
				colour[COLOURS * at + 2] = (byte) pixel;
				if (alpha != null) {
					alpha[at] = (byte) (pixel >>> 24);
				}
				at++;
			}
		}
		return new Samples(width, image.getHeight(), COLOURS, colour, alpha);
	}

	private static void argb(BufferedImage image, int y, int[] row) {
		Raster raster = image.getRaster();
		if (image.getColorModel() instanceof IndexColorModel palette) {
			raster.getPixels(0, y, row.length, 1, row);
			for (int x = 0; x < row.length; x++) {
				row[x] = palette.getRGB(row[x]);
			}
		}
		else {
			image.getRGB(0, y, row.length, 1, row, 0, row.length);
		}
	}

	/**
	 * Bands of 8 or 16 bits that are grey, RGB or CMYK as they are.
	 * @param channels of colour; bands behind the alpha are ignored
	 */
	public static Samples of(Raster raster, int channels, Alpha kind) {
		int width = raster.getWidth();
		int bands = raster.getNumBands();
		int max = (1 << raster.getSampleModel().getSampleSize(0)) - 1;
		byte[] colour = new byte[channels * width * raster.getHeight()];
		byte[] alpha = (kind != Alpha.NONE) ? new byte[width * raster.getHeight()] : null;
		int[] row = new int[bands * width];
		int at = 0;
		for (int y = 0; y < raster.getHeight(); y++) {
			raster.getPixels(0, y, width, 1, row);
			for (int from = 0; from < row.length; from += bands, at++) {
				int opacity = (alpha != null) ? row[from + channels] : max;
				int whole = (kind == Alpha.MULTIPLIED) ? opacity : max;
				for (int c = 0; c < channels; c++) {
					colour[channels * at + c] = scaled(row[from + c], whole);
				}
				if (alpha != null) {
					alpha[at] = scaled(opacity, max);
				}
			}
		}
		return new Samples(width, raster.getHeight(), channels, colour, alpha);
	}

	/**
	 * {@code v * 255 / whole}, rounded to nearest; 0 of nothing.
	 */
	private static byte scaled(int sample, int whole) {
		return (whole == 0) ? 0 : (byte) Math.min(OPAQUE, (sample * OPAQUE + whole / 2) / whole);
	}

}
