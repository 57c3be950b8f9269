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

import java.io.IOException;

import dev.dcae.image.RgbImage;

/**
 * An image in the upper left corner of a larger one, its last column repeated to the
 * right and its last row downwards: {@link RgbImage#padTo} row by row.
 */
public final class PaddedRows implements RowSource {

	private final RowSource rows;

	private final int width;

	private final int height;

	private final byte[] narrow;

	private final byte[] last;

	private int read;

	/**
	 * A larger image.
	 * @throws IllegalArgumentException if a side would shrink
	 */
	public PaddedRows(RowSource rows, int width, int height) {
		if (width < rows.width() || height < rows.height()) {
			throw new IllegalArgumentException(
					"Cannot pad %d x %d to %d x %d".formatted(rows.width(), rows.height(), width, height));
		}
		this.rows = rows;
		this.width = width;
		this.height = height;
		this.narrow = new byte[3 * rows.width()];
		this.last = new byte[3 * width];
	}

	@Override
	public int width() {
		return this.width;
	}

	@Override
	public int height() {
		return this.height;
	}

	@Override
	public void read(byte[] into, int offset, int count) throws IOException {
		for (int i = 0; i < count; i++) {
			if (this.read++ < this.rows.height()) {
				this.rows.read(this.narrow, 0, 1);
				System.arraycopy(this.narrow, 0, this.last, 0, this.narrow.length);
				for (int at = this.narrow.length; at < this.last.length; at++) {
					this.last[at] = this.last[at - 3];
				}
			}
			System.arraycopy(this.last, 0, into, offset + i * this.last.length, this.last.length);
		}
	}

}
