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
import java.util.Arrays;
import java.util.Objects;

import javax.imageio.stream.ImageOutputStreamImpl;

/**
 * A file in memory as ImageIO reads and writes it. It knows its length, and is as large
 * as what is written at once: through the JDK's own streams a file is copied several
 * times either way.
 */
final class MemoryFile extends ImageOutputStreamImpl {

	private byte[] bytes;

	private int length;

	/**
	 * An empty file.
	 */
	MemoryFile() {
		this(new byte[0]);
	}

	/**
	 * A file to read.
	 * @param bytes not copied
	 */
	MemoryFile(byte[] bytes) {
		this.bytes = bytes;
		this.length = bytes.length;
	}

	@Override
	public int read() throws IOException {
		byte[] one = new byte[1];
		return (read(one, 0, 1) < 0) ? -1 : one[0] & 0xff;
	}

	@Override
	public int read(byte[] target, int offset, int count) throws IOException {
		checkClosed();
		Objects.checkFromIndexSize(offset, count, target.length);
		this.bitOffset = 0;
		if (count == 0) {
			return 0;
		}
		int read = (int) Math.min(count, this.length - this.streamPos);
		if (read <= 0) {
			return -1;
		}
		System.arraycopy(this.bytes, (int) this.streamPos, target, offset, read);
		this.streamPos += read;
		return read;
	}

	@Override
	public void write(int value) throws IOException {
		write(new byte[] { (byte) value }, 0, 1);
	}

	@Override
	public void write(byte[] source, int offset, int count) throws IOException {
		checkClosed();
		Objects.checkFromIndexSize(offset, count, source.length);
		flushBits();
		int end = Math.toIntExact(this.streamPos + count);
		if (end > this.bytes.length) {
			long twice = Math.min(2L * this.length, Integer.MAX_VALUE - Long.BYTES);
			this.bytes = Arrays.copyOf(this.bytes, Math.max(end, (int) twice));
		}
		System.arraycopy(source, offset, this.bytes, (int) this.streamPos, count);
		this.streamPos = end;
		this.length = Math.max(this.length, end);
	}

	@Override
	public long length() {
		return this.length;
	}

	/**
	 * The whole file.
	 */
	byte[] toBytes() {
		return (this.bytes.length == this.length) ? this.bytes : Arrays.copyOf(this.bytes, this.length);
	}

}
