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

import java.nio.ByteBuffer;

/**
 * The beginning of a PNG file: the data of its IHDR chunk, which follows the signature.
 *
 * @param width in pixels
 * @param height in pixels
 * @param depth bits a sample
 * @param colourType which samples a pixel has
 * @param plain whether compression and filters are those that there are, and rows in
 * their order
 */
record PngHeader(int width, int height, int depth, int colourType, boolean plain) {

	static final long SIGNATURE = 0x89504e470d0a1a0aL;

	static final int BYTES = 13;

	private static final int GREY = 0;

	static final int RGB = 2;

	static final int INDEXED = 3;

	/**
	 * Bytes of a pixel of 8-bit RGB.
	 */
	static final int RGB_BYTES = 3;

	/**
	 * The samples of a pixel, by the colour type; none of a type that there is not.
	 */
	private static final int[] SAMPLES = { 1, 0, RGB_BYTES, 1, 2, 0, 4 };

	/**
	 * Deflate, adaptive filters, not interlaced.
	 */
	private static final ByteBuffer PLAIN = ByteBuffer.wrap(new byte[3]).asReadOnlyBuffer();

	/**
	 * Reads the data of the chunk.
	 * @throws IndexOutOfBoundsException if there is too little of it
	 */
	static PngHeader read(ByteBuffer data) {
		return new PngHeader(data.getInt(0), data.getInt(4), data.get(8) & 0xff, data.get(9) & 0xff,
				data.slice(10, data.limit() - 10).equals(PLAIN));
	}

	/**
	 * The header of an image as it is written: 8-bit RGB.
	 */
	static PngHeader rgb(int width, int height) {
		return new PngHeader(width, height, Byte.SIZE, RGB, true);
	}

	/**
	 * The data of the chunk of a plain file.
	 */
	byte[] toBytes() {
		return ByteBuffer.allocate(BYTES)
			.putInt(this.width)
			.putInt(this.height)
			.put((byte) this.depth)
			.put((byte) this.colourType)
			.put(PLAIN.duplicate())
			.array();
	}

	/**
	 * The samples of a pixel, 0 if there is no such colour type.
	 */
	int samples() {
		return (this.colourType < SAMPLES.length) ? SAMPLES[this.colourType] : 0;
	}

	/**
	 * Tells whether a tRNS chunk is as long as the pixels want it: a sample for each
	 * channel, or an alpha for at most each colour of the palette.
	 * @param colours of the palette
	 */
	boolean takesTransparency(int bytes, int colours) {
		return switch (this.colourType) {
			case GREY -> bytes == Short.BYTES;
			case RGB -> bytes == RGB_BYTES * Short.BYTES;
			case INDEXED -> bytes >= 1 && bytes <= colours;
			default -> false;
		};
	}

	/**
	 * Tells whether the samples have 8 bits and the rows their order, as of nearly all
	 * files.
	 */
	boolean isInWholeBytes() {
		return this.depth == Byte.SIZE && samples() > 0 && this.plain;
	}

}
