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

/**
 * Passes on the upper left corner of an image.
 */
public final class CroppedRows implements RowSink {

	private final RowSink rows;

	private final int from;

	private final int width;

	private int left;

	/**
	 * A crop.
	 * @param rows of the corner
	 * @param from the width of the whole image
	 * @param width of the corner
	 * @param height of the corner
	 */
	public CroppedRows(RowSink rows, int from, int width, int height) {
		this.rows = rows;
		this.from = from;
		this.width = width;
		this.left = height;
	}

	@Override
	public void write(byte[] rows, int count) throws IOException {
		int wanted = Math.min(count, this.left);
		if (wanted > 0) {
			// In place: a row never moves past where the next one still lies.
			for (int i = 1; i < wanted && this.width < this.from; i++) {
				System.arraycopy(rows, 3 * i * this.from, rows, 3 * i * this.width, 3 * this.width);
			}
			this.left -= wanted;
			this.rows.write(rows, wanted);
		}
	}

}
