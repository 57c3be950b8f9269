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
package dev.dcae.image.jpeg;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import dev.dcae.image.codec.Magic;

/**
 * The data that Samsung's cameras put behind an image, films and all: blocks, a directory
 * of them, its length and four letters. Behind panoramas it stands in the place of the
 * image's own end, which would be looked for in it.
 */
final class SamsungTrailer {

	private static final String END = "SEFT";

	private static final String DIRECTORY = "SEFH";

	private static final int END_BYTES = 8;

	private static final int HEADER_BYTES = 12;

	private static final int ENTRY_BYTES = 12;

	private SamsungTrailer() {
	}

	/**
	 * A file without the trailer that it may have.
	 */
	static ByteBuffer without(ByteBuffer file) {
		ByteBuffer data = file.duplicate().order(ByteOrder.LITTLE_ENDIAN);
		int end = data.limit() - END_BYTES;
		if (end < 0 || !Magic.isAt(data, end + Integer.BYTES, END)) {
			return file;
		}
		long directory = end - Integer.toUnsignedLong(data.getInt(end));
		if (directory < 0 || directory + HEADER_BYTES > end || !Magic.isAt(data, (int) directory, DIRECTORY)) {
			return file;
		}
		long start = directory;
		long entries = Math.min(Integer.toUnsignedLong(data.getInt((int) directory + 8)),
				(end - directory - HEADER_BYTES) / ENTRY_BYTES);
		for (int i = 0; i < entries; i++) {
			int entry = (int) directory + HEADER_BYTES + ENTRY_BYTES * i;
			// So many bytes before the directory, and of the type that the entry says.
			long block = directory - Integer.toUnsignedLong(data.getInt(entry + 4));
			if (block >= 0 && data.getInt((int) block) == data.getInt(entry)) {
				start = Math.min(start, block);
			}
		}
		return file.slice(0, (int) start);
	}

}
