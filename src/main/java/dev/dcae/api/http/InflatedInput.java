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
package dev.dcae.api.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.InflaterInputStream;

import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.coyote.InputBuffer;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.jspecify.annotations.Nullable;

/**
 * The inflated form of a compressed body of the container, a buffer at a time.
 */
final class InflatedInput implements InputBuffer, AutoCloseable {

	private static final int BUFFER = 16 << 10;

	/**
	 * The most bytes that inflate to nothing: names in headers, members and blocks that
	 * are empty.
	 */
	private static final int MOST_IN_VAIN = 1 << 20;

	private final Compressed compressed;

	private final Encoding encoding;

	private final byte[] buffer = new byte[BUFFER];

	private @Nullable InputStream inflated;

	InflatedInput(InputBuffer compressed, Encoding encoding) {
		this.compressed = new Compressed(compressed);
		this.encoding = encoding;
	}

	/**
	 * A compression of bodies (RFC 9110, 8.4.1).
	 */
	enum Encoding {

		IDENTITY, GZIP, DEFLATE;

		/**
		 * The encoding of a header; none if it is none of these, or several.
		 */
		static Optional<Encoding> of(String header) {
			return switch (header.strip().toLowerCase(Locale.ROOT)) {
				case "identity" -> Optional.of(IDENTITY);
				case "gzip", "x-gzip" -> Optional.of(GZIP);
				case "deflate" -> Optional.of(DEFLATE);
				default -> Optional.empty();
			};
		}

		private InputStream inflate(InputStream in) throws IOException {
			return switch (this) {
				case IDENTITY -> in;
				case GZIP -> gzip(in);
				case DEFLATE -> new InflaterInputStream(in);
			};
		}

	}

	/**
	 * All members of a gzip file. The JDK's stream calls itself for each that is empty,
	 * and takes the end of a packet for that of the file.
	 */
	private static InputStream gzip(InputStream in) throws IOException {
		return GzipCompressorInputStream.builder().setInputStream(in).setDecompressConcatenated(true).get();
	}

	@Override
	public int doRead(ApplicationBufferHandler handler) throws IOException {
		if (this.inflated == null) {
			// Only now, as it reads a header.
			this.inflated = this.encoding.inflate(this.compressed);
		}
		int count = this.inflated.read(this.buffer);
		if (count > 0) {
			this.compressed.inVain = 0;
			handler.setByteBuffer(ByteBuffer.wrap(this.buffer, 0, count));
		}
		return count;
	}

	@Override
	public int available() {
		return 0;
	}

	/**
	 * Frees the memory of zlib.
	 */
	@Override
	public void close() throws IOException {
		if (this.inflated != null) {
			this.inflated.close();
		}
	}

	/**
	 * The container's bytes as a stream.
	 */
	private static final class Compressed extends InputStream implements ApplicationBufferHandler {

		private final InputBuffer source;

		private ByteBuffer bytes = EMPTY_BUFFER;

		private int inVain;

		private Compressed(InputBuffer source) {
			this.source = source;
		}

		@Override
		public int read() throws IOException {
			return fill() ? this.bytes.get() & 0xff : -1;
		}

		@Override
		public int read(byte[] to, int offset, int length) throws IOException {
			if (length == 0) {
				return 0;
			}
			if (!fill()) {
				return -1;
			}
			int count = Math.min(length, this.bytes.remaining());
			this.bytes.get(to, offset, count);
			return count;
		}

		private boolean fill() throws IOException {
			while (!this.bytes.hasRemaining()) {
				int count = this.source.doRead(this);
				if (count < 0) {
					return false;
				}
				this.inVain += count;
				if (this.inVain > MOST_IN_VAIN) {
					throw new IOException("A megabyte of the body inflates to nothing");
				}
			}
			return true;
		}

		@Override
		public void setByteBuffer(ByteBuffer buffer) {
			this.bytes = buffer;
		}

		@Override
		public ByteBuffer getByteBuffer() {
			return this.bytes;
		}

		@Override
		public void expand(int size) {
			// Only asked of buffers that headers are read into.
		}

	}

}
