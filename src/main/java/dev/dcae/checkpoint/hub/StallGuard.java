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

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * Closes a stream that has brought nothing for a while: a read of an HTTP body has no
 * time limit of its own, and a connection may die without a word.
 */
final class StallGuard implements AutoCloseable {

	private final InputStream stream;

	private final Duration stallTimeout;

	private final Thread thread;

	private volatile long movedAt = System.nanoTime();

	private volatile boolean stalled;

	StallGuard(InputStream stream, Duration stallTimeout) {
		this.stream = stream;
		this.stallTimeout = stallTimeout;
		this.thread = Thread.ofVirtual().name("stall-guard").start(this::watch);
	}

	/**
	 * Notes that something came.
	 */
	void moved() {
		this.movedAt = System.nanoTime();
	}

	/**
	 * Tells whether the stream was closed because it brought nothing.
	 */
	boolean stalled() {
		return this.stalled;
	}

	private void watch() {
		try {
			while (true) {
				long left = this.stallTimeout.toNanos() - (System.nanoTime() - this.movedAt);
				if (left <= 0) {
					this.stalled = true;
					this.stream.close();
					return;
				}
				Thread.sleep(Duration.ofNanos(left));
			}
		}
		catch (InterruptedException | IOException ex) {
			// Either the stream is done with, or its reader finds out itself.
		}
	}

	@Override
	public void close() {
		this.thread.interrupt();
	}

}
