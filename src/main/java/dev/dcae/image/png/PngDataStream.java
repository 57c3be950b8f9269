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

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * The data of a PNG file's IDAT chunks, one after the other, as they are read. Checksums
 * of chunks are skipped: zlib has its own over all of the data.
 */
final class PngDataStream extends InputStream {

	private static final int CHECKSUM_BYTES = 4;

	private final DataInputStream file;

	private int left;

	/**
	 * Begins in the first IDAT chunk.
	 * @param file behind the type of that chunk
	 * @param length of its data, in bytes
	 */
	PngDataStream(DataInputStream file, int length) {
		this.file = file;
		this.left = length;
	}

	@Override
	public int read() throws IOException {
		byte[] one = new byte[1];
		return (read(one, 0, 1) < 0) ? -1 : one[0] & 0xff;
	}

	@Override
	public int read(byte[] into, int offset, int count) throws IOException {
		while (this.left == 0) {
			this.file.skipNBytes(CHECKSUM_BYTES);
			int length = this.file.readInt();
			if (!PngChunk.type(this.file).equals(PngChunk.IDAT) || length < 0) {
				return -1;
			}
			this.left = length;
		}
		int read = this.file.read(into, offset, Math.min(count, this.left));
		this.left -= Math.max(0, read);
		return read;
	}

	@Override
	public void close() throws IOException {
		this.file.close();
	}

}
