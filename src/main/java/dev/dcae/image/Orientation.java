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

/**
 * The turns by which a stored image is shown: the eight values of the EXIF tag 0x0112,
 * named after what has to be done.
 */
public enum Orientation {

	NONE(false, false, false), MIRROR(false, true, false), ROTATE_180(false, true, true), FLIP(false, false, true),
	TRANSPOSE(true, false, false), ROTATE_90(true, false, true), TRANSVERSE(true, true, true),
	ROTATE_270(true, true, false);

	private final boolean transposes;

	/**
	 * Tells if the stored columns, or rows, are read backwards.
	 */
	private final boolean columnsBackwards;

	private final boolean rowsBackwards;

	Orientation(boolean transposes, boolean columnsBackwards, boolean rowsBackwards) {
		this.transposes = transposes;
		this.columnsBackwards = columnsBackwards;
		this.rowsBackwards = rowsBackwards;
	}

	/**
	 * The orientation of a tag's value, 1 to 8; upright for any other.
	 */
	public static Orientation of(int tag) {
		return (tag >= 1 && tag <= 8) ? values()[tag - 1] : NONE;
	}

	/**
	 * Tells whether width and height change places.
	 */
	public boolean transposes() {
		return this.transposes;
	}

	/**
	 * The stored image as it is shown.
	 */
	public RgbImage upright(RgbImage stored) {
		if (this == NONE) {
			return stored;
		}
		int width = this.transposes ? stored.height() : stored.width();
		int height = this.transposes ? stored.width() : stored.height();
		// Steps through the stored pixels along its columns and rows, and so along ours.
		int column = this.columnsBackwards ? -1 : 1;
		int row = this.rowsBackwards ? -stored.width() : stored.width();
		int right = this.transposes ? row : column;
		int down = this.transposes ? column : row;
		int start = (this.columnsBackwards ? stored.width() - 1 : 0)
				+ (this.rowsBackwards ? (stored.height() - 1) * stored.width() : 0);
		byte[] source = stored.pixels();
		byte[] target = new byte[source.length];
		int at = 0;
		for (int y = 0; y < height; y++) {
			int from = start + y * down;
			for (int x = 0; x < width; x++, from += right) {
				target[at++] = source[3 * from];
				target[at++] = source[3 * from + 1];
				target[at++] = source[3 * from + 2];
			}
		}
		return new RgbImage(width, height, target);
	}

}
