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
package dev.dcae.image.webp;

import java.nio.ByteBuffer;

import dev.dcae.image.ImageException;

/**
 * The size in the header of a chunk.
 *
 * @param width in pixels, at least 1
 * @param height in pixels, at least 1
 */
record WebpSize(int width, int height) {

	private static final int LOSSLESS_SIGNATURE = 0x2f;

	private static final int KEY_FRAME_START = 0x2a019d;

	private static final int BITS_14 = 0x3fff;

	private static final int BITS_24 = 0xffffff;

	/**
	 * Reads the header of a VP8, VP8L or VP8X chunk.
	 * @throws IndexOutOfBoundsException if the chunk ends within it
	 * @throws ImageException.Undecodable if it makes no sense, or the chunk is another
	 */
	static WebpSize read(WebpChunk chunk) {
		ByteBuffer data = chunk.data();
		return switch (chunk.type()) {
			case "VP8 " -> lossy(data);
			case "VP8L" -> lossless(data);
			// 24 bits are read as the upper part of 32: the last one would end past the
			// chunk.
			case "VP8X" -> new WebpSize(1 + (data.getInt(4) & BITS_24), 1 + (data.getInt(6) >>> 8));
			default -> throw ImageException.Undecodable.damaged(WebpFormat.TITLE);
		};
	}

	private static WebpSize lossy(ByteBuffer data) {
		boolean interFrame = (data.get(0) & 1) != 0;
		int width = data.getShort(6) & BITS_14;
		int height = data.getShort(8) & BITS_14;
		if (interFrame || (data.getInt(3) & BITS_24) != KEY_FRAME_START || width == 0 || height == 0) {
			throw ImageException.Undecodable.damaged(WebpFormat.TITLE);
		}
		return new WebpSize(width, height);
	}

	private static WebpSize lossless(ByteBuffer data) {
		int sizes = data.getInt(1);
		if (data.get(0) != LOSSLESS_SIGNATURE) {
			throw ImageException.Undecodable.damaged(WebpFormat.TITLE);
		}
		return new WebpSize(1 + (sizes & BITS_14), 1 + ((sizes >>> 14) & BITS_14));
	}

}
