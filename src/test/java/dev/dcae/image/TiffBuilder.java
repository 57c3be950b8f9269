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
package dev.dcae.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Builds little-endian TIFF files of one page, of strips of rows.
 */
public final class TiffBuilder {

	private static final int SHORT = 3;

	private static final int LONG = 4;

	private static final int OFFSETS = 273;

	private static final int BYTE_COUNTS = 279;

	private final SortedMap<Integer, int[]> tags = new TreeMap<>();

	public TiffBuilder(int width, int height, int photometric, int samples, int depth) {
		int[] depths = new int[samples];
		Arrays.fill(depths, depth);
		with(256, width).with(257, height).with(258, depths).with(259, 1).with(262, photometric).with(277, samples);
	}

	/**
	 * A tag with values that are at most 65535.
	 */
	public TiffBuilder with(int tag, int... values) {
		this.tags.put(tag, values);
		return this;
	}

	/**
	 * The file.
	 * @param rows of each strip but the last
	 */
	public byte[] strips(int rows, byte[]... strips) {
		byte[] data = PngBuilder.concatenate(strips);
		with(278, rows).with(BYTE_COUNTS, Arrays.stream(strips).mapToInt((strip) -> strip.length).toArray());
		int[] offsets = new int[strips.length];
		for (int i = 0, at = 8; i < strips.length; at += strips[i++].length) {
			offsets[i] = at;
		}
		with(OFFSETS, offsets);
		int more = 8 + data.length + 2 + 12 * this.tags.size() + 4;
		int length = more + this.tags.values().stream().mapToInt((values) -> 4 * values.length).sum();
		ByteBuffer tiff = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
		tiff.put(new byte[] { 'I', 'I', 42, 0 }).putInt(8 + data.length).put(data).putShort((short) this.tags.size());
		for (Map.Entry<Integer, int[]> tag : this.tags.entrySet()) {
			boolean wide = tag.getKey() == OFFSETS || tag.getKey() == BYTE_COUNTS;
			ByteBuffer values = ByteBuffer.allocate(4 * tag.getValue().length).order(ByteOrder.LITTLE_ENDIAN);
			for (int value : tag.getValue()) {
				if (wide) {
					values.putInt(value);
				}
				else {
					values.putShort((short) value);
				}
			}
			tiff.putShort(tag.getKey().shortValue())
				.putShort((short) (wide ? LONG : SHORT))
				.putInt(tag.getValue().length);
			if (values.position() <= 4) {
				tiff.put(values.array(), 0, 4);
			}
			else {
				tiff.putInt(more).put(more, values.array());
				more += values.capacity();
			}
		}
		return tiff.array();
	}

}
