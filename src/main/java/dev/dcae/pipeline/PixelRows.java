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
package dev.dcae.pipeline;

import dev.dcae.image.RgbImage;
import dev.dcae.image.rows.RowSink;

/**
 * Collects rows to an image.
 */
public final class PixelRows implements RowSink {

	private final RgbImage image;

	private int at;

	public PixelRows(int width, int height) {
		this.image = new RgbImage(width, height, new byte[Math.multiplyExact(3 * width, height)]);
	}

	@Override
	public void write(byte[] rows, int count) {
		int bytes = 3 * this.image.width() * count;
		System.arraycopy(rows, 0, this.image.pixels(), this.at, bytes);
		this.at += bytes;
	}

	/**
	 * The image, once all of its rows were written.
	 */
	public RgbImage image() {
		return this.image;
	}

}
