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
import java.util.List;
import java.util.stream.IntStream;

import dev.dcae.image.ImageException;

/**
 * The SOF segment: the size, and what the components are.
 *
 * @param width in pixels, at least 1
 * @param height in pixels, at least 1
 * @param ids what the components are called in the headers of scans: 1, 3 or 4
 * @param namedRgb whether the three components call themselves R, G and B
 * @param halved whether chroma, if there is any, has the resolution of luma, half of it
 * across, or half of it both ways
 * @param progressive whether coefficients come in parts, of which some may be missing
 */
record JpegFrame(int width, int height, List<Integer> ids, boolean namedRgb, boolean halved, boolean progressive) {

	private static final int FIRST_COMPONENT = 6;

	private static final int COMPONENT_BYTES = 3;

	private static final List<Integer> RGB = List.of((int) 'R', (int) 'G', (int) 'B');

	/**
	 * Reads the segment.
	 * @param marker 0xC0 to 0xCF
	 * @throws ImageException.Undecodable if no decoder here knows the process: lossless,
	 * hierarchical, arithmetic or 12 bits
	 */
	static JpegFrame read(int marker, ByteBuffer data) {
		int components = data.get(5) & 0xff;
		// Baseline, extended sequential, progressive.
		if (marker > 0xc2 || data.get(0) != 8 || components == 2 || components > 4) {
			throw new ImageException.Undecodable(JpegFormat.TITLE, "is of a rare kind that is not supported");
		}
		int height = Short.toUnsignedInt(data.getShort(1));
		int width = Short.toUnsignedInt(data.getShort(3));
		if (width == 0 || height == 0 || components == 0) {
			throw ImageException.Undecodable.damaged(JpegFormat.TITLE);
		}
		List<Integer> ids = IntStream.range(0, components)
			.mapToObj((i) -> data.get(FIRST_COMPONENT + COMPONENT_BYTES * i) & 0xff)
			.toList();
		return new JpegFrame(width, height, ids, ids.equals(RGB), isHalved(components, data), marker == 0xc2);
	}

	private static boolean isHalved(int components, ByteBuffer data) {
		if (components != 3) {
			return components == 1;
		}
		int luma = data.get(7);
		return (luma == 0x11 || luma == 0x21 || luma == 0x22) && data.get(10) == 0x11 && data.get(13) == 0x11;
	}

	/**
	 * The number of components.
	 */
	int components() {
		return this.ids.size();
	}

	/**
	 * Tells if every decoder makes the same of it: they differ in how they interpolate
	 * rare resolutions of chroma, smooth what came in parts, and take names for colours.
	 */
	boolean isOrdinary() {
		return this.halved && !this.progressive && !this.namedRgb;
	}

}
