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
package dev.dcae.checkpoint.hub;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpTimeoutException;
import java.time.Duration;

/**
 * The body of an answer whose reads do not wait for ever: each ends with an
 * {@link HttpTimeoutException} when nothing has come for a while.
 */
public final class GuardedBody extends FilterInputStream {

	private final Duration stallTimeout;

	private final StallGuard guard;

	/**
	 * Guards a body until it is closed.
	 * @param stallTimeout the longest time without a byte
	 */
	public GuardedBody(InputStream body, Duration stallTimeout) {
		super(body);
		this.stallTimeout = stallTimeout;
		this.guard = new StallGuard(body, stallTimeout);
	}

	@Override
	public int read() throws IOException {
		byte[] one = new byte[1];
		return (read(one, 0, 1) < 0) ? -1 : one[0] & 0xff;
	}

	@Override
	public int read(byte[] bytes, int offset, int length) throws IOException {
		try {
			int count = super.read(bytes, offset, length);
			this.guard.moved();
			return count;
		}
		catch (IOException ex) {
			if (this.guard.stalled()) {
				HttpTimeoutException stalled = new HttpTimeoutException(
						"Nothing came for %d s".formatted(this.stallTimeout.toSeconds()));
				stalled.initCause(ex);
				throw stalled;
			}
			throw ex;
		}
	}

	@Override
	public void close() throws IOException {
		this.guard.close();
		super.close();
	}

}
