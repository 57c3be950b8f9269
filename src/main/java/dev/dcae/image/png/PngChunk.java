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
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

import org.jspecify.annotations.Nullable;

/**
 * A part of a PNG file: a length, a type, the data, and a checksum over type and data.
 * The chunks of a file are looked at one by one, not collected: it may consist of
 * millions.
 *
 * @param file all of it
 * @param start where the chunk starts in the file
 * @param length of the data, in bytes
 */
record PngChunk(ByteBuffer file, int start, int length) {

	static final String IHDR = "IHDR";

	static final String PLTE = "PLTE";

	static final String IDAT = "IDAT";

	static final String IEND = "IEND";

	static final String TRNS = "tRNS";

	static final String ICCP = "iCCP";

	static final String EXIF = "eXIf";

	static final String TEXT = "tEXt";

	static final String ZTXT = "zTXt";

	/**
	 * The bytes of a chunk besides its data.
	 */
	static final int FRAME_BYTES = 12;

	private static final int TYPE_BYTES = 4;

	/**
	 * The chunk at a position; null if the file ends before the chunk does.
	 */
	static @Nullable PngChunk at(ByteBuffer file, int start) {
		int room = file.limit() - start - FRAME_BYTES;
		int length = (room < 0) ? -1 : file.getInt(start);
		return (length < 0 || length > room) ? null : new PngChunk(file, start, length);
	}

	/**
	 * The chunk behind this one; null after the last, and where the file is cut short.
	 */
	@Nullable PngChunk next() {
		return type().equals(IEND) ? null : at(this.file, this.start + FRAME_BYTES + this.length);
	}

	/**
	 * Four letters.
	 */
	String type() {
		byte[] type = new byte[TYPE_BYTES];
		this.file.get(this.start + 4, type);
		return new String(type, StandardCharsets.ISO_8859_1);
	}

	/**
	 * Reads the type of a chunk.
	 */
	static String type(DataInputStream file) throws IOException {
		byte[] type = new byte[TYPE_BYTES];
		file.readFully(type);
		return new String(type, StandardCharsets.ISO_8859_1);
	}

	ByteBuffer data() {
		return this.file.slice(this.start + 8, this.length);
	}

	ByteBuffer whole() {
		return this.file.slice(this.start, FRAME_BYTES + this.length);
	}

	boolean isIntact() {
		CRC32 crc = new CRC32();
		crc.update(this.file.slice(this.start + 4, 4 + this.length));
		return (int) crc.getValue() == this.file.getInt(this.start + 8 + this.length);
	}

	/**
	 * Tells if a decoder that does not know this type must give up: a capital first
	 * letter.
	 */
	boolean isCritical() {
		return (this.file.get(this.start + 4) & 0x20) == 0;
	}

}
