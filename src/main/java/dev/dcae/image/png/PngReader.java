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

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

import dev.dcae.image.ImageException;
import dev.dcae.image.ImageLimits;
import dev.dcae.image.rows.RowSource;

/**
 * Reads the plainest kind of PNG from top to bottom: 8-bit RGB, not interlaced, and
 * nothing in it that would change its colours or turn it. Our own because the JDK's
 * reader starts anew for every band of rows. All other files are for {@link PngFormat}.
 */
public final class PngReader implements RowSource {

	/**
	 * The chunks that make a file less than plain.
	 */
	private static final Set<String> TELLING = Set.of(PngChunk.ICCP, PngChunk.TRNS, PngChunk.EXIF);

	/**
	 * The chunks that may hold EXIF data in digits.
	 */
	private static final Set<String> TEXTS = Set.of(PngChunk.TEXT, PngChunk.ZTXT);

	private static final int BUFFER_BYTES = 1 << 16;

	private final int width;

	private final int height;

	private final InputStream data;

	private final PngRows rows;

	private int left;

	private PngReader(int width, int height, InputStream data) {
		this.width = width;
		this.height = height;
		this.left = height;
		this.data = data;
		byte[] buffer = new byte[BUFFER_BYTES];
		this.rows = new PngRows((inflater) -> {
			int count = data.read(buffer, 0, buffer.length);
			inflater.setInput(buffer, 0, Math.max(0, count));
			return count >= 0;
		}, width, PngHeader.RGB_BYTES);
	}

	/**
	 * Begins to read a file.
	 * @return empty if the file is not of the plain kind, or none at all
	 */
	public static Optional<PngReader> open(Path path) throws IOException {
		try (DataInputStream file = new DataInputStream(Files.newInputStream(path))) {
			Optional<PngHeader> header = header(file);
			if (header.isEmpty() || !isPlain(file)) {
				return Optional.empty();
			}
			return Optional.of(open(path, header.get()));
		}
		catch (EOFException ex) {
			return Optional.empty();
		}
	}

	private static PngReader open(Path path, PngHeader header) throws IOException {
		DataInputStream file = new DataInputStream(new BufferedInputStream(Files.newInputStream(path), BUFFER_BYTES));
		file.skipNBytes(Long.BYTES);
		while (true) {
			int length = file.readInt();
			if (PngChunk.type(file).equals(PngChunk.IDAT)) {
				return new PngReader(header.width(), header.height(), new PngDataStream(file, length));
			}
			file.skipNBytes(length + 4L);
		}
	}

	/**
	 * The header of a file of 8-bit RGB, not interlaced.
	 */
	private static Optional<PngHeader> header(DataInputStream file) throws IOException {
		if (file.readLong() != PngHeader.SIGNATURE || file.readInt() != PngHeader.BYTES
				|| !PngChunk.type(file).equals(PngChunk.IHDR)) {
			return Optional.empty();
		}
		byte[] data = new byte[PngHeader.BYTES];
		file.readFully(data);
		PngHeader header = PngHeader.read(ByteBuffer.wrap(data));
		int width = header.width();
		int height = header.height();
		file.readInt();
		boolean rgb = width >= 1 && height >= 1 && width <= ImageLimits.MOST_PIXELS
				&& header.equals(PngHeader.rgb(width, height));
		return rgb ? Optional.of(header) : Optional.empty();
	}

	/**
	 * Tells whether there are pixels, and nothing in any chunk, before them or behind,
	 * that tells more of them. The end may be missing.
	 * @param file behind the header
	 */
	private static boolean isPlain(DataInputStream file) throws IOException {
		boolean pixels = false;
		try {
			while (true) {
				int length = file.readInt();
				String type = PngChunk.type(file);
				if (length < 0 || type.equals(PngChunk.IEND)) {
					return pixels;
				}
				if (TELLING.contains(type)) {
					return false;
				}
				pixels |= type.equals(PngChunk.IDAT);
				int read = TEXTS.contains(type) ? Math.min(length, PngRawProfile.KEYWORD_BYTES) : 0;
				if (PngRawProfile.begins(ByteBuffer.wrap(file.readNBytes(read)))) {
					return false;
				}
				file.skipNBytes(length - read + 4L);
			}
		}
		catch (EOFException ex) {
			return pixels;
		}
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
		try {
			for (int i = 0; i < count; i++) {
				this.rows.read(into, offset + i * PngHeader.RGB_BYTES * this.width);
			}
			this.left -= count;
			if (this.left == 0 && !this.rows.isAtEnd()) {
				throw ImageException.Undecodable.damaged(PngFormat.TITLE);
			}
		}
		catch (EOFException ex) {
			throw ImageException.Undecodable.cutShort(PngFormat.TITLE);
		}
	}

	@Override
	public void close() throws IOException {
		try (this.data) {
			this.rows.close();
		}
	}

}
