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
package dev.dcae.image.png;

import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.nio.ByteBuffer;

import dev.dcae.image.Samples;

/**
 * From the samples of a PNG as they are stored, which is how ImageIO reads them, to
 * samples of 8 bits. Java 2D could convert them too: but pixel by pixel, taking grey for
 * linear light, and making up colours where an index points past the palette.
 */
final class PngSamples {

	private static final byte OPAQUE = (byte) 255;

	private PngSamples() {
	}

	/**
	 * Grey or RGB, perhaps with alpha.
	 * @param transparency the tRNS chunk: without an alpha channel, one colour in the
	 * depth of the file; may be empty
	 */
	static Samples direct(Raster raster, ByteBuffer transparency) {
		int width = raster.getWidth();
		int bands = raster.getNumBands();
		int channels = (bands < 3) ? 1 : 3;
		int depth = raster.getSampleModel().getSampleSize(0);
		boolean opaque = bands == channels && transparency.limit() == 0;
		if (opaque && depth == 8) {
			byte[] colour = ((DataBufferByte) raster.getDataBuffer()).getData();
			return new Samples(width, raster.getHeight(), channels, colour, null);
		}
		if (bands > channels && depth == 8) {
			return split(((DataBufferByte) raster.getDataBuffer()).getData(), width, raster.getHeight(), channels);
		}
		int pixels = width * raster.getHeight();
		byte[] colour = new byte[channels * pixels];
		byte[] alpha = opaque ? null : new byte[pixels];
		int max = (1 << depth) - 1;
		int[] row = new int[bands * width];
		for (int y = 0, at = 0; y < raster.getHeight(); y++) {
			raster.getPixels(0, y, width, 1, row);
			for (int from = 0; from < row.length; from += bands, at++) {
				for (int c = 0; c < channels; c++) {
					colour[channels * at + c] = to8Bits(row[from + c], max);
				}
				if (alpha != null) {
					alpha[at] = (bands > channels) ? to8Bits(row[from + channels], max)
							: isColour(transparency, row, from, bands, max) ? 0 : OPAQUE;
				}
			}
		}
		return new Samples(width, raster.getHeight(), channels, colour, alpha);
	}

	/**
	 * Indices of a palette. One past the palette is damage, and throws; past the tRNS
	 * chunk it is opaque.
	 * @param palette RGB triples
	 * @param transparency the alpha of the first colours; may be empty
	 */
	static Samples indexed(Raster raster, ByteBuffer palette, ByteBuffer transparency) {
		int width = raster.getWidth();
		int pixels = width * raster.getHeight();
		byte[] colour = new byte[3 * pixels];
		byte[] alpha = (transparency.limit() == 0) ? null : new byte[pixels];
		int[] row = new int[width];
		int at = 0;
		for (int y = 0; y < raster.getHeight(); y++) {
			for (int index : raster.getPixels(0, y, width, 1, row)) {
				palette.get(3 * index, colour, 3 * at, 3);
				if (alpha != null) {
					alpha[at] = (index < transparency.limit()) ? transparency.get(index) : OPAQUE;
				}
				at++;
			}
		}
		return new Samples(width, raster.getHeight(), 3, colour, alpha);
	}

	private static Samples split(byte[] samples, int width, int height, int channels) {
		byte[] colour = new byte[channels * width * height];
		byte[] alpha = new byte[width * height];
		for (int i = 0, from = 0, to = 0; i < alpha.length; i++) {
			for (int c = 0; c < channels; c++) {
				colour[to++] = samples[from++];
			}
			alpha[i] = samples[from++];
		}
		return new Samples(width, height, channels, colour, alpha);
	}

	private static boolean isColour(ByteBuffer colour, int[] row, int from, int channels, int max) {
		for (int c = 0; c < channels; c++) {
			if (row[from + c] != (colour.getShort(2 * c) & max)) {
				return false;
			}
		}
		return true;
	}

	/**
	 * {@code v * 255 / max}, rounded to nearest.
	 */
	private static byte to8Bits(int sample, int max) {
		return (byte) ((sample * 255 + max / 2) / max);
	}

}
