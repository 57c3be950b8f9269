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

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

import dev.dcae.image.Interruption;
import dev.dcae.image.RgbImage;
import dev.dcae.image.rows.RowSink;

import org.springframework.util.FastByteArrayOutputStream;

/**
 * Writes 8-bit RGB PNG for speed. Every byte is stored as its difference from the mean of
 * the one left of it and the one above it. Of the differences in a photo zlib's search
 * for repetitions finds few that are worth their code: for a third of the time, Huffman
 * codes alone make files that are 1 to 15 % smaller than at level 1. Where most of the
 * differences are zero, as in drawings, it searches. Our own because the JDK's writer
 * filters no row of an RGB image (its {@code RowFilter} has the test for palettes the
 * wrong way round): its files of photos are 20 to 80 % larger, at any level, and take
 * longer to write. And it needs all of an image at once.
 */
public final class PngWriter implements RowSink, AutoCloseable {

	private static final byte FILTER_AVERAGE = 3;

	/**
	 * Deflated in one way.
	 */
	private static final int BAND_BYTES = 1 << 15;

	private static final int CHUNK_BYTES = 1 << 15;

	private final DataOutputStream file;

	private final Deflater deflater = new Deflater(Deflater.BEST_SPEED);

	/**
	 * The row above the next one; zeros above the first.
	 */
	private final byte[] above;

	private final byte[] band;

	private int filtered;

	private final byte[] chunk = new byte[CHUNK_BYTES];

	private int deflated;

	/**
	 * Begins a file.
	 * @param file is closed with this writer
	 */
	public PngWriter(OutputStream file, int width, int height) throws IOException {
		this.file = new DataOutputStream(file);
		this.above = new byte[PngHeader.RGB_BYTES * width];
		int row = 1 + this.above.length;
		this.band = new byte[Math.max(1, BAND_BYTES / row) * row];
		this.file.writeLong(PngHeader.SIGNATURE);
		chunk(PngChunk.IHDR, PngHeader.rgb(width, height).toBytes(), PngHeader.BYTES);
	}

	/**
	 * The file of an image.
	 */
	static byte[] write(RgbImage image) throws IOException {
		// Most files fit: a photo's takes half of its pixels or a little more.
		FastByteArrayOutputStream file = new FastByteArrayOutputStream(image.pixels().length / 8 * 5 + CHUNK_BYTES / 8);
		try (PngWriter writer = new PngWriter(file, image.width(), image.height())) {
			writer.write(image.pixels(), image.height());
		}
		return file.toByteArrayUnsafe();
	}

	@Override
	public void write(byte[] rows, int count) throws IOException {
		int stride = this.above.length;
		for (int row = 0; row < count; row++) {
			filter(rows, row * stride);
			System.arraycopy(rows, row * stride, this.above, 0, stride);
			if (this.filtered == this.band.length) {
				Interruption.check();
				deflateBand();
			}
		}
	}

	/**
	 * Adds a row to the band: PNG specification, 9.2.
	 */
	private void filter(byte[] rows, int from) {
		byte[] band = this.band;
		byte[] above = this.above;
		int to = this.filtered;
		band[to++] = FILTER_AVERAGE;
		for (int i = 0; i < PngHeader.RGB_BYTES; i++) {
			band[to + i] = (byte) (rows[from + i] - ((above[i] & 0xff) >> 1));
		}
		for (int i = PngHeader.RGB_BYTES; i < above.length; i++) {
			int left = rows[from + i - PngHeader.RGB_BYTES] & 0xff;
			band[to + i] = (byte) (rows[from + i] - ((left + (above[i] & 0xff)) >> 1));
		}
		this.filtered = to + above.length;
	}

	private void deflateBand() throws IOException {
		this.deflater.setStrategy(isMostlyZero() ? Deflater.DEFAULT_STRATEGY : Deflater.HUFFMAN_ONLY);
		// Ends what was before: zlib would deflate the new input in the old way.
		this.deflater.setInput(this.band, 0, 0);
		drain();
		this.deflater.setInput(this.band, 0, this.filtered);
		drain();
		this.filtered = 0;
	}

	private boolean isMostlyZero() {
		int zeros = 0;
		for (int i = 0; i < this.filtered; i++) {
			zeros += (this.band[i] == 0) ? 1 : 0;
		}
		return zeros > this.filtered / 2;
	}

	private void drain() throws IOException {
		int count;
		do {
			count = this.deflater.deflate(this.chunk, this.deflated, CHUNK_BYTES - this.deflated);
			this.deflated += count;
			if (this.deflated == CHUNK_BYTES) {
				flushChunk();
			}
		}
		while (count > 0);
	}

	/**
	 * Ends the file. All rows must have been written.
	 */
	@Override
	public void close() throws IOException {
		try (this.file; this.deflater) {
			deflateBand();
			this.deflater.finish();
			drain();
			flushChunk();
			chunk(PngChunk.IEND, this.chunk, 0);
		}
	}

	private void flushChunk() throws IOException {
		chunk(PngChunk.IDAT, this.chunk, this.deflated);
		this.deflated = 0;
	}

	private void chunk(String type, byte[] content, int length) throws IOException {
		byte[] name = type.getBytes(StandardCharsets.US_ASCII);
		CRC32 checksum = new CRC32();
		checksum.update(name);
		checksum.update(content, 0, length);
		this.file.writeInt(length);
		this.file.write(name);
		this.file.write(content, 0, length);
		this.file.writeInt((int) checksum.getValue());
	}

}
