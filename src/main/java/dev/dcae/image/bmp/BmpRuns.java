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
package dev.dcae.image.bmp;

import java.nio.ByteBuffer;

/**
 * The runs that the pixels of some BMP files are in. Few say how long they are, and the
 * reader leaves black what is missing.
 *
 * @param start in the file
 * @param halves whether two pixels are in a byte
 */
record BmpRuns(long start, boolean halves) {

	private static final int END = 1;

	private static final int MOVE = 2;

	/**
	 * Tells whether the runs reach their mark of the end, or that of the last row: the
	 * reader keeps a row when it ends.
	 */
	boolean areWhole(ByteBuffer file, int height) {
		int at = (int) Math.min(this.start, file.limit());
		long y = 0;
		while (at + 2 <= file.limit() && y < height) {
			int count = file.get(at) & 0xff;
			int value = file.get(at + 1) & 0xff;
			at += 2;
			if (count == 0 && value == END) {
				return true;
			}
			if (count == 0 && value == 0) {
				y++;
			}
			else if (count == 0 && value == MOVE) {
				y += (at + 2 <= file.limit()) ? file.get(at + 1) & 0xff : 0;
				at += 2;
			}
			else if (count == 0) {
				// As many pixels as they are, filled up to 16 bits.
				int bytes = this.halves ? (value + 1) / 2 : value;
				at += bytes + (bytes & 1);
			}
		}
		return y >= height;
	}

}
