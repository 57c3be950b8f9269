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
package dev.dcae.image.bmp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

import dev.dcae.image.ImageException;
import dev.dcae.image.colour.ColourTransform;

/**
 * The headers of a BMP file.
 *
 * @param width in pixels, at least 1
 * @param height in pixels, at least 1
 * @param end the position behind the pixels, as far as the headers tell
 * @param runs that the pixels are in
 * @param profile the embedded ICC profile
 */
record BmpHeader(int width, int height, long end, Optional<BmpRuns> runs, Optional<byte[]> profile) {

	static final int FILE_SIZE = 2;

	/**
	 * The place at which newer headers say what the colours are.
	 */
	static final int COLOUR_SPACE = 70;

	private static final int OFFSET = 10;

	private static final int SIZE = 14;

	private static final int OLD_BYTES = 12;

	private static final int USUAL_BYTES = 40;

	/**
	 * The first header that says what the colours are.
	 */
	private static final int COLOUR_BYTES = 108;

	private static final int MOST_BYTES = 124;

	private static final int EMBEDDED = 0x4d424544;

	private static final int PROFILE = SIZE + 112;

	private static final int RLE8 = 1;

	private static final int RLE4 = 2;

	private static final int MASKS = 3;

	/**
	 * Tells whether a header of a size that there is follows the first.
	 */
	static boolean isThere(ByteBuffer file) {
		int size = (file.limit() < SIZE + Integer.BYTES) ? 0 : file.order(ByteOrder.LITTLE_ENDIAN).getInt(SIZE);
		return size == OLD_BYTES || (size >= USUAL_BYTES && size <= MOST_BYTES);
	}

	/**
	 * Reads the headers.
	 * @throws IndexOutOfBoundsException if the file ends before they do
	 * @throws ImageException.Undecodable if they make no sense, or the pixels are in a
	 * JPEG or PNG within
	 */
	static BmpHeader read(ByteBuffer bytes) {
		ByteBuffer file = bytes.order(ByteOrder.LITTLE_ENDIAN);
		int size = file.getInt(SIZE);
		boolean old = size == OLD_BYTES;
		int width = old ? file.getShort(18) : file.getInt(18);
		// Negative if the first row is the upper one.
		int height = old ? file.getShort(20) : file.getInt(22);
		int bits = file.getShort(old ? 24 : 28);
		int compression = old ? 0 : file.getInt(30);
		if (compression < 0 || compression > MASKS) {
			throw new ImageException.Undecodable(BmpFormat.TITLE, "is of a rare kind that is not supported");
		}
		if (width < 1 || height == 0 || height == Integer.MIN_VALUE || bits < 1 || bits > Integer.SIZE) {
			throw ImageException.Undecodable.damaged(BmpFormat.TITLE);
		}
		long row = ((long) width * bits + 31) / 32 * 4;
		boolean runs = compression == RLE8 || compression == RLE4;
		long pixels = runs ? Integer.toUnsignedLong(file.getInt(34)) : row * Math.abs(height);
		long start = Integer.toUnsignedLong(file.getInt(OFFSET));
		return new BmpHeader(width, Math.abs(height), start + pixels,
				runs ? Optional.of(new BmpRuns(start, compression == RLE4)) : Optional.empty(), profile(file, size));
	}

	private static Optional<byte[]> profile(ByteBuffer file, int size) {
		if (size < MOST_BYTES || file.getInt(COLOUR_SPACE) != EMBEDDED) {
			return Optional.empty();
		}
		long start = SIZE + Integer.toUnsignedLong(file.getInt(PROFILE));
		int length = file.getInt(PROFILE + 4);
		if (length < 0 || length > ColourTransform.MOST_BYTES || start + length > file.limit()) {
			return Optional.empty();
		}
		byte[] profile = new byte[length];
		file.get((int) start, profile);
		return Optional.of(profile);
	}

	/**
	 * Tells whether a header of some bytes says what the colours are.
	 */
	static boolean hasColourSpace(ByteBuffer file) {
		return file.order(ByteOrder.LITTLE_ENDIAN).getInt(SIZE) >= COLOUR_BYTES;
	}

}
