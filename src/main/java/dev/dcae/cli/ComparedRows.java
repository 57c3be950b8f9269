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
package dev.dcae.cli;

import java.io.IOException;

import dev.dcae.image.metrics.ImageMetrics;
import dev.dcae.image.rows.RowSink;
import dev.dcae.image.rows.RowSource;

/**
 * Passes an image on, and compares it with another of its size on the way.
 */
final class ComparedRows implements RowSink {

	private final RowSource other;

	private final RowSink rows;

	private byte[] band = new byte[0];

	private long squares;

	private long values;

	ComparedRows(RowSource other, RowSink rows) {
		this.other = other;
		this.rows = rows;
	}

	@Override
	public void write(byte[] rows, int count) throws IOException {
		int length = 3 * this.other.width() * count;
		if (this.band.length < length) {
			this.band = new byte[length];
		}
		this.other.read(this.band, 0, count);
		for (int i = 0; i < length; i++) {
			int difference = (rows[i] & 0xff) - (this.band[i] & 0xff);
			this.squares += (long) difference * difference;
		}
		this.values += length;
		this.rows.write(rows, count);
	}

	/**
	 * The peak signal-to-noise ratio of all rows so far, in dB.
	 */
	double psnr() {
		return ImageMetrics.psnr((double) this.squares / this.values);
	}

}
