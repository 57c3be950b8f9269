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
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A channel that writes nothing, and compares what is written to it with a file. A zip's
 * writer leaves gaps for what it only knows later: a byte may be wrong until it is
 * written again.
 */
final class ComparingChannel implements SeekableByteChannel {

	/**
	 * More than the checksum and the sizes that are filled in later.
	 */
	private static final int MOST_GAPS = 64;

	private static final int CHUNK = 1 << 18;

	private final FileChannel file;

	private final long size;

	/**
	 * Positions of the bytes that differ so far.
	 */
	private final SortedSet<Long> different = new TreeSet<>();

	private long position;

	private boolean copying;

	/**
	 * Ends the comparison.
	 */
	static final class DifferenceException extends IOException {

		DifferenceException(String message) {
			super(message);
		}

		@Override
		public String getMessage() {
			return String.valueOf(super.getMessage());
		}

	}

	ComparingChannel(FileChannel file) throws IOException {
		this.file = file;
		this.size = file.size();
	}

	/**
	 * Lets a writer write the file's own next bytes, which need no comparison.
	 * @param out that leads to this channel
	 * @throws DifferenceException if the file ends before
	 */
	void copyTo(OutputStream out, long count) throws IOException {
		requireWithin(this.position + count);
		byte[] chunk = new byte[CHUNK];
		this.copying = true;
		for (long left = count; left > 0;) {
			int length = (int) Math.min(left, CHUNK);
			read(chunk, length);
			out.write(chunk, 0, length);
			left -= length;
		}
		this.copying = false;
	}

	@Override
	public int write(ByteBuffer source) throws IOException {
		int length = source.remaining();
		if (this.copying) {
			source.position(source.limit());
		}
		else {
			requireWithin(this.position + length);
			byte[] found = new byte[length];
			read(found, length);
			for (int i = 0; i < length; i++) {
				compare(this.position + i, source.get(), found[i]);
			}
		}
		this.position += length;
		return length;
	}

	private void compare(long at, byte written, byte found) throws DifferenceException {
		if (written == found) {
			this.different.remove(at);
		}
		else if (this.different.add(at) && this.different.size() > MOST_GAPS) {
			throw difference();
		}
	}

	private void read(byte[] into, int length) throws IOException {
		ByteBuffer buffer = ByteBuffer.wrap(into, 0, length);
		while (buffer.hasRemaining()) {
			if (this.file.read(buffer, this.position + buffer.position()) < 0) {
				throw new DifferenceException("it was cut short while it was read");
			}
		}
	}

	private void requireWithin(long end) throws DifferenceException {
		if (end > this.size) {
			throw new DifferenceException("it is cut short: it has %d bytes".formatted(this.size));
		}
	}

	/**
	 * Says that everything is written.
	 * @throws DifferenceException if anything differs, or the file has more
	 */
	void requireEnd() throws DifferenceException {
		if (!this.different.isEmpty()) {
			throw difference();
		}
		if (this.position != this.size) {
			throw new DifferenceException("%d bytes follow its end".formatted(this.size - this.position));
		}
	}

	private DifferenceException difference() {
		return new DifferenceException("its byte %d is another".formatted(this.different.getFirst()));
	}

	@Override
	public long position() {
		return this.position;
	}

	@Override
	public SeekableByteChannel position(long newPosition) {
		this.position = newPosition;
		return this;
	}

	@Override
	public long size() {
		return this.size;
	}

	@Override
	public boolean isOpen() {
		return true;
	}

	/**
	 * Leaves the file open.
	 */
	@Override
	public void close() {
		// Nothing is held.
	}

	@Override
	public int read(ByteBuffer into) {
		throw new UnsupportedOperationException();
	}

	@Override
	public SeekableByteChannel truncate(long newSize) {
		throw new UnsupportedOperationException();
	}

}
