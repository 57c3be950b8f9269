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

import java.nio.ByteBuffer;

import javax.imageio.plugins.jpeg.JPEGHuffmanTable;

/**
 * The Huffman tables of the standard's annex K. Frames of webcams go without tables and
 * mean these; libjpeg-turbo knows that and the JDK's libjpeg does not.
 */
final class JpegHuffman {

	private static final short DHT = (short) 0xffc4;

	private static final int COUNTS = 16;

	private static final int AC = 0x10;

	/**
	 * A segment with all four. A file's own tables, which come later, take their places.
	 */
	static final ByteBuffer STANDARD = segment();

	private JpegHuffman() {
	}

	private static ByteBuffer segment() {
		ByteBuffer segment = ByteBuffer.allocate(512).putShort(DHT).putShort((short) 0);
		put(segment, 0, JPEGHuffmanTable.StdDCLuminance);
		put(segment, 1, JPEGHuffmanTable.StdDCChrominance);
		put(segment, AC, JPEGHuffmanTable.StdACLuminance);
		put(segment, AC | 1, JPEGHuffmanTable.StdACChrominance);
		return segment.putShort(2, (short) (segment.position() - 2)).flip().asReadOnlyBuffer();
	}

	/**
	 * Puts its place, how many codes have each length, and what they stand for.
	 */
	private static void put(ByteBuffer segment, int place, JPEGHuffmanTable table) {
		segment.put((byte) place);
		short[] lengths = table.getLengths();
		for (int i = 0; i < COUNTS; i++) {
			segment.put((byte) ((i < lengths.length) ? lengths[i] : 0));
		}
		for (short value : table.getValues()) {
			segment.put((byte) value);
		}
	}

}
