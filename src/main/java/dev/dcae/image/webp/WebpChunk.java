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
package dev.dcae.image.webp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A part of a WebP file: a type, a length, the data, and a byte of padding if the length
 * is odd.
 *
 * @param type four characters
 * @param data a view of the file, little-endian
 * @param whole whether all of the data is there
 */
record WebpChunk(String type, ByteBuffer data, boolean whole) {

	static final int HEADER_BYTES = 8;

	/**
	 * The chunk at a position, with as much of its data as there is.
	 * @throws IndexOutOfBoundsException if the data ends before the chunk's does
	 */
	static WebpChunk at(ByteBuffer file, int position) {
		byte[] type = new byte[4];
		file.get(position, type);
		int length = file.order(ByteOrder.LITTLE_ENDIAN).getInt(position + 4);
		int left = file.limit() - position - HEADER_BYTES;
		boolean whole = length >= 0 && length <= left;
		return new WebpChunk(new String(type, StandardCharsets.ISO_8859_1),
				file.slice(position + HEADER_BYTES, whole ? length : left).order(ByteOrder.LITTLE_ENDIAN), whole);
	}

	/**
	 * The bytes that the chunk takes in the file.
	 */
	int bytes() {
		return HEADER_BYTES + this.data.limit() + (this.data.limit() & 1);
	}

	/**
	 * Puts the chunk into another file.
	 */
	void writeTo(ByteBuffer file) {
		file.put(this.type.getBytes(StandardCharsets.ISO_8859_1)).putInt(this.data.limit()).put(this.data.duplicate());
		if ((this.data.limit() & 1) != 0) {
			file.put((byte) 0);
		}
	}

}
