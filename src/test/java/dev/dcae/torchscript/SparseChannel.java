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
package dev.dcae.torchscript;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A new file in which a long run of zeros is a hole, so that gigabytes of them take no
 * disk.
 */
final class SparseChannel implements SeekableByteChannel {

	private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(1 << 20);

	private static final int PAGE = 4096;

	private final FileChannel file;

	SparseChannel(Path path) throws IOException {
		this.file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE,
				StandardOpenOption.SPARSE);
	}

	@Override
	public int write(ByteBuffer bytes) throws IOException {
		ByteBuffer part = bytes.slice(bytes.position(), Math.min(bytes.remaining(), ZEROS.capacity()));
		if (part.remaining() < PAGE || !part.equals(ZEROS.slice(0, part.remaining()))) {
			return this.file.write(bytes);
		}
		bytes.position(bytes.position() + part.remaining());
		this.file.position(this.file.position() + part.remaining());
		return part.remaining();
	}

	@Override
	public long position() throws IOException {
		return this.file.position();
	}

	@Override
	public SeekableByteChannel position(long position) throws IOException {
		this.file.position(position);
		return this;
	}

	@Override
	public long size() throws IOException {
		return this.file.size();
	}

	@Override
	public int read(ByteBuffer into) {
		throw new UnsupportedOperationException();
	}

	@Override
	public SeekableByteChannel truncate(long size) {
		throw new UnsupportedOperationException();
	}

	@Override
	public boolean isOpen() {
		return this.file.isOpen();
	}

	@Override
	public void close() throws IOException {
		this.file.close();
	}

}
