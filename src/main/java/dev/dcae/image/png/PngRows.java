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
package dev.dcae.image.png;

import java.io.IOException;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

import dev.dcae.image.ImageException;

/**
 * The rows of a PNG whose samples have 8 bits and which is not interlaced, from the zlib
 * data of its IDAT chunks.
 */
final class PngRows implements AutoCloseable {

	/**
	 * Inflated at once: near the end of its output zlib takes a slower way.
	 */
	private static final int BAND_BYTES = 1 << 15;

	private final Inflater inflater = new Inflater();

	private final Data data;

	private final int pixel;

	private final byte[] band = new byte[BAND_BYTES];

	private int at;

	private int end;

	/**
	 * A row behind a pixel of zeros, which is what is left of its first pixel.
	 */
	private byte[] row;

	private byte[] above;

	/**
	 * Begins at the first row.
	 * @param data closed by whoever opened it
	 * @param width in pixels
	 * @param pixel bytes a pixel
	 */
	PngRows(Data data, int width, int pixel) {
		this.data = data;
		this.pixel = pixel;
		this.row = new byte[pixel * (1 + width)];
		this.above = new byte[pixel * (1 + width)];
	}

	/**
	 * Reads the next row.
	 * @param into where it is written, from {@code offset} on
	 * @throws ImageException.Undecodable if the data ends before or is damaged
	 * @throws IOException if the data cannot be read
	 */
	void read(byte[] into, int offset) throws IOException {
		if (this.at == this.end) {
			inflate();
		}
		int filter = this.band[this.at++];
		int count;
		for (int i = this.pixel; i < this.row.length; i += count) {
			if (this.at == this.end) {
				inflate();
			}
			count = Math.min(this.row.length - i, this.end - this.at);
			System.arraycopy(this.band, this.at, this.row, i, count);
			this.at += count;
		}
		unfilter(filter, this.row, this.above, this.pixel);
		System.arraycopy(this.row, this.pixel, into, offset, this.row.length - this.pixel);
		byte[] next = this.above;
		this.above = this.row;
		this.row = next;
	}

	/**
	 * Tells if the data ends here, with the checksum that belongs to it.
	 * @throws ImageException.Undecodable if it has another or is cut short
	 * @throws IOException if the data cannot be read
	 */
	boolean isAtEnd() throws IOException {
		return this.at == this.end && inflated() == 0 && this.inflater.finished();
	}

	private void inflate() throws IOException {
		this.at = 0;
		this.end = inflated();
		if (this.end == 0) {
			throw ImageException.Undecodable.cutShort(PngFormat.TITLE);
		}
	}

	private int inflated() throws IOException {
		try {
			int count = this.inflater.inflate(this.band);
			while (count == 0 && this.inflater.needsInput() && !this.inflater.finished()
					&& this.data.feed(this.inflater)) {
				count = this.inflater.inflate(this.band);
			}
			return count;
		}
		catch (DataFormatException ex) {
			throw ImageException.Undecodable.damaged(PngFormat.TITLE, ex);
		}
	}

	/**
	 * Adds what the filter had taken away: PNG specification, 9.2. Sums stay in a
	 * register, channel by channel: to read back what has just been written takes longer.
	 */
	private static void unfilter(int filter, byte[] row, byte[] above, int pixel) {
		switch (filter) {
			case 0 -> {
			}
			case 1 -> {
				for (int channel = pixel; channel < 2 * pixel; channel++) {
					byte left = 0;
					for (int i = channel; i < row.length; i += pixel) {
						left += row[i];
						row[i] = left;
					}
				}
			}
			case 2 -> {
				for (int i = 0; i < row.length; i++) {
					row[i] += above[i];
				}
			}
			case 3 -> {
				for (int channel = pixel; channel < 2 * pixel; channel++) {
					int left = 0;
					for (int i = channel; i < row.length; i += pixel) {
						left = (row[i] + ((left + (above[i] & 0xff)) >> 1)) & 0xff;
						row[i] = (byte) left;
					}
				}
			}
			case 4 -> {
				for (int i = pixel; i < row.length; i++) {
					row[i] += (byte) paeth(row[i - pixel] & 0xff, above[i] & 0xff, above[i - pixel] & 0xff);
				}
			}
			default -> throw ImageException.Undecodable.damaged(PngFormat.TITLE);
		}
	}

	private static int paeth(int left, int up, int upLeft) {
		int toLeft = Math.abs(up - upLeft);
		int toUp = Math.abs(left - upLeft);
		int toUpLeft = Math.abs(left + up - 2 * upLeft);
		if (toLeft <= toUp && toLeft <= toUpLeft) {
			return left;
		}
		return (toUp <= toUpLeft) ? up : upLeft;
	}

	@Override
	public void close() {
		this.inflater.end();
	}

	/**
	 * The source of the zlib data.
	 */
	@FunctionalInterface
	interface Data {

		/**
		 * Gives an inflater the next input; false if there is no more.
		 */
		boolean feed(Inflater inflater) throws IOException;

	}

}
