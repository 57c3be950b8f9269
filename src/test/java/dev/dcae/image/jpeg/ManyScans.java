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
package dev.dcae.image.jpeg;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * Flat progressive JPEG files of few bytes and many scans: what costs a decoder most for
 * what it costs to send.
 */
public final class ManyScans {

	private static final int LONGEST_RUN = 32_767;

	private static final int LUMA = 1;

	private static final int LAST = 63;

	private final ByteArrayOutputStream out = new ByteArrayOutputStream();

	private final int side;

	private final int blocks;

	private ManyScans(int side) {
		this.side = side;
		this.blocks = (side / 8) * (side / 8);
	}

	/**
	 * A square image whose brightness is made one bit finer again and again.
	 * @param side a multiple of 8
	 * @param scans at least 5
	 */
	public static byte[] repeated(int side, int scans) {
		ManyScans file = new ManyScans(side);
		file.begin(0x02);
		for (int scan = 4; scan < scans; scan++) {
			file.scan(LUMA, 1, LAST, 0x21);
		}
		return file.end();
	}

	/**
	 * A square image that is whole, with a scan for each band of its brightness's
	 * frequencies.
	 * @param side a multiple of 8
	 * @param scans 4 to 66
	 */
	public static byte[] banded(int side, int scans) {
		ManyScans file = new ManyScans(side);
		file.begin(0);
		int bands = scans - 3;
		for (int band = 0; band < bands; band++) {
			file.scan(LUMA, 1 + band * LAST / bands, (band + 1) * LAST / bands, 0);
		}
		return file.end();
	}

	/**
	 * The tables, the mean of each block, and the frequencies of the colours.
	 */
	private void begin(int bits) {
		byte high = (byte) (this.side >> 8);
		byte low = (byte) this.side;
		write(0xff, 0xd8);
		segment(0xdb, bytes(0), filled(64, 8));
		segment(0xc2, new byte[] { 8, high, low, high, low, 3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0 });
		// Two symbols a table, of one and of two bits.
		segment(0xc4, bytes(0x00, 1, 1), new byte[14], bytes(0, 1));
		segment(0xc4, bytes(0x10, 1, 1), new byte[14], bytes(0xe0, 0));
		segment(0xda, bytes(3, 1, 0, 2, 0, 3, 0), bytes(0, 0, 0));
		coded("0".repeat(3 * this.blocks));
		if (bits > 0) {
			scan(LUMA, 1, LAST, bits);
		}
		scan(2, 1, LAST, bits);
		scan(3, 1, LAST, bits);
	}

	/**
	 * A scan without coefficients: long runs of blocks, and single ones.
	 */
	private void scan(int component, int first, int last, int bits) {
		segment(0xda, bytes(1, component, 0), bytes(first, last, bits));
		coded(("0" + "1".repeat(14)).repeat(this.blocks / LONGEST_RUN) + "10".repeat(this.blocks % LONGEST_RUN));
	}

	private byte[] end() {
		write(0xff, 0xd9);
		return this.out.toByteArray();
	}

	private void segment(int marker, byte[]... parts) {
		int length = 2;
		for (byte[] part : parts) {
			length += part.length;
		}
		write(0xff, marker, length >> 8, length);
		for (byte[] part : parts) {
			this.out.writeBytes(part);
		}
	}

	/**
	 * Bits, filled up with ones to whole bytes, with a zero behind each 0xff.
	 */
	private void coded(String bits) {
		String whole = bits + "1".repeat((8 - bits.length() % 8) % 8);
		for (int i = 0; i < whole.length(); i += 8) {
			int value = Integer.parseInt(whole, i, i + 8, 2);
			write(value);
			if (value == 0xff) {
				write(0);
			}
		}
	}

	private void write(int... values) {
		this.out.writeBytes(bytes(values));
	}

	private static byte[] bytes(int... values) {
		byte[] bytes = new byte[values.length];
		for (int i = 0; i < values.length; i++) {
			bytes[i] = (byte) values[i];
		}
		return bytes;
	}

	private static byte[] filled(int length, int value) {
		byte[] bytes = new byte[length];
		Arrays.fill(bytes, (byte) value);
		return bytes;
	}

}
