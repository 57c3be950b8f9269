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
package dev.dcae.image.rows;

import dev.dcae.image.RgbImage;

/**
 * Collects an image in memory, for formats that are written as a whole.
 */
public final class CollectedRows implements RowSink {

	private final RgbImage image;

	private int bytes;

	/**
	 * An image without rows yet.
	 * @param width in pixels
	 * @param height in pixels, of all rows that are to come
	 */
	public CollectedRows(int width, int height) {
		this.image = new RgbImage(width, height, new byte[3 * width * height]);
	}

	@Override
	public void write(byte[] rows, int count) {
		int length = 3 * this.image.width() * count;
		System.arraycopy(rows, 0, this.image.pixels(), this.bytes, length);
		this.bytes += length;
	}

	/**
	 * The image, black where no row came.
	 */
	public RgbImage image() {
		return this.image;
	}

}
