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
package dev.dcae.image.tiff;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

import dev.dcae.image.ImageException;
import dev.dcae.image.Interruption;

/**
 * The strips, or tiles, that a page's pixels are in. What a compressed one lacks the
 * reader leaves black, so that their bytes are counted before.
 *
 * @param compression of each
 * @param reversed whether the bits of each byte are, as the reader turns them for LZW
 * alone
 * @param all whether none is left out
 * @param starts in the file
 * @param lengths in the file, in bytes
 * @param bytes that each must decode to at least
 */
record TiffStrips(int compression, boolean reversed, boolean all, long[] starts, long[] lengths, long[] bytes) {

	static final int LZW = 5;

	static final int DEFLATE = 8;

	static final int OLD_DEFLATE = 32_946;

	static final int PACKED_BITS = 32_773;

	private static final int CLEAR = 256;

	private static final int END = 257;

	private static final int FIRST = 258;

	private static final int LEAST_BITS = 9;

	private static final int MOST_CODES = 1 << 12;

	private static final int BUFFER_BYTES = 1 << 16;

	/**
	 * Refuses a page of which a part is missing. Of CCITT the reader itself warns.
	 * @param file at least as long as the strips reach
	 */
	void requireWhole(byte[] file) {
		if (!this.all) {
			throw ImageException.Undecodable.cutShort(TiffFormat.TITLE);
		}
		for (int i = 0; i < this.bytes.length; i++) {
			Interruption.check();
			int start = (int) this.starts[i];
			int end = (int) (this.starts[i] + this.lengths[i]);
			long count = switch (this.compression) {
				case LZW -> lzw(file, start, end, this.bytes[i]);
				case DEFLATE, OLD_DEFLATE -> inflated(file, start, end, this.bytes[i]);
				case PACKED_BITS -> unpacked(file, start, end);
				default -> this.bytes[i];
			};
			if (count < this.bytes[i]) {
				throw ImageException.Undecodable.cutShort(TiffFormat.TITLE);
			}
		}
	}

	private static long inflated(byte[] file, int start, int end, long enough) {
		byte[] buffer = new byte[BUFFER_BYTES];
		long count = 0;
		try (Inflater inflater = new Inflater()) {
			inflater.setInput(file, start, end - start);
			int more = inflater.inflate(buffer);
			while (more > 0) {
				count += more;
				more = (count < enough) ? inflater.inflate(buffer) : 0;
			}
		}
		catch (DataFormatException ex) {
			throw ImageException.Undecodable.damaged(TiffFormat.TITLE, ex);
		}
		return count;
	}

	private static long unpacked(byte[] file, int start, int end) {
		long count = 0;
		int at = start;
		while (at < end) {
			int head = file[at];
			if (head >= 0) {
				count += Math.min(head + 1, end - at - 1);
				at += head + 2;
			}
			else if (head == Byte.MIN_VALUE) {
				at++;
			}
			else {
				count += (at + 1 < end) ? 1 - head : 0;
				at += 2;
			}
		}
		return count;
	}

	/**
	 * The bytes of LZW codes. Of a string only the length is kept: one more than that of
	 * the string before.
	 */
	private long lzw(byte[] file, int start, int end, long enough) {
		int[] lengths = new int[MOST_CODES];
		Arrays.fill(lengths, 0, CLEAR, 1);
		int codes = FIRST;
		int before = -1;
		long count = 0;
		long bit = 8L * start;
		while (count < enough) {
			int width = LEAST_BITS + ((codes >= 511) ? 1 : 0) + ((codes >= 1023) ? 1 : 0) + ((codes >= 2047) ? 1 : 0);
			if (bit + width > 8L * end) {
				return count;
			}
			int code = code(file, bit, width);
			bit += width;
			if (code == END || code > codes || (code == codes && before < 0)) {
				return count;
			}
			if (code == CLEAR) {
				codes = FIRST;
				before = -1;
			}
			else {
				if (before >= 0 && codes < MOST_CODES) {
					lengths[codes++] = lengths[before] + 1;
				}
				count += lengths[code];
				before = code;
			}
		}
		return count;
	}

	private int code(byte[] file, long bit, int width) {
		int first = (int) (bit >> 3);
		int bits = 0;
		for (int i = 0; i < 3; i++) {
			int next = (first + i < file.length) ? file[first + i] & 0xff : 0;
			bits = (bits << 8) | (this.reversed ? Integer.reverse(next) >>> 24 : next);
		}
		return (bits >> (24 - width - (int) (bit & 7))) & ((1 << width) - 1);
	}

}
