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
package dev.dcae.image.codec;

import java.io.IOException;
import java.nio.ByteBuffer;

import com.drew.lang.BufferBoundsException;
import com.drew.lang.RandomAccessReader;

/**
 * A part of a file as metadata-extractor reads it, uncopied.
 */
final class BufferReader extends RandomAccessReader {

	private final ByteBuffer data;

	/**
	 * A reader.
	 * @param data up to its limit, whatever its position
	 */
	BufferReader(ByteBuffer data) {
		this.data = data;
	}

	@Override
	public int toUnshiftedOffset(int offset) {
		return offset;
	}

	@Override
	public byte getByte(int index) throws IOException {
		validateIndex(index, 1);
		return this.data.get(index);
	}

	@Override
	public byte[] getBytes(int index, int count) throws IOException {
		validateIndex(index, count);
		byte[] bytes = new byte[count];
		this.data.get(index, bytes);
		return bytes;
	}

	@Override
	protected void validateIndex(int index, int count) throws IOException {
		if (!isValidIndex(index, count)) {
			throw new BufferBoundsException(index, count, this.data.limit());
		}
	}

	@Override
	protected boolean isValidIndex(int index, int count) {
		return count >= 0 && index >= 0 && (long) index + count <= this.data.limit();
	}

	@Override
	public long getLength() {
		return this.data.limit();
	}

}
