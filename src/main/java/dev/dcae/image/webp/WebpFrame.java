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

import java.io.IOException;
import java.nio.ByteBuffer;

import dev.dcae.image.ImageException;
import dev.dcae.image.Samples;

/**
 * A frame of an animation: an image somewhere on the canvas, which is transparent around
 * it, as browsers have it whatever its background is said to be.
 *
 * @param x of its left edge on the canvas, in pixels
 * @param y of its upper edge
 * @param size of it
 * @param chunks of the image
 */
record WebpFrame(int x, int y, WebpSize size, WebpChunks chunks) {

	private static final int BITS_24 = 0xffffff;

	private static final int HEADER_BYTES = 16;

	/**
	 * Reads the data of an ANMF chunk.
	 * @throws IndexOutOfBoundsException if it ends within its header
	 */
	static WebpFrame read(ByteBuffer data) {
		return new WebpFrame(2 * (data.getInt(0) & BITS_24), 2 * (data.getInt(3) & BITS_24),
				new WebpSize(1 + (data.getInt(6) & BITS_24), 1 + (data.getInt(9) & BITS_24)),
				WebpChunks.read(data, HEADER_BYTES));
	}

	/**
	 * The canvas with this frame on it.
	 * @throws ImageException.Undecodable if the frame reaches beyond the canvas
	 */
	Samples on(WebpSize canvas, WebpCodec codec) throws IOException {
		if (this.x > canvas.width() - this.size.width() || this.y > canvas.height() - this.size.height()) {
			throw ImageException.Undecodable.damaged(WebpFormat.TITLE);
		}
		Samples image = codec.decode(this.chunks.still(this.chunks.image(this.size)));
		return image.on(canvas.width(), canvas.height(), this.x, this.y);
	}

}
