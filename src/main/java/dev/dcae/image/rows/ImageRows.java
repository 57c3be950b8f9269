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
 * The rows of an image in memory.
 */
final class ImageRows implements RowSource {

	private final RgbImage image;

	private int at;

	ImageRows(RgbImage image) {
		this.image = image;
	}

	@Override
	public int width() {
		return this.image.width();
	}

	@Override
	public int height() {
		return this.image.height();
	}

	@Override
	public void read(byte[] into, int offset, int count) {
		int bytes = 3 * this.image.width() * count;
		System.arraycopy(this.image.pixels(), this.at, into, offset, bytes);
		this.at += bytes;
	}

}
