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
package dev.dcae.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * The process's resident memory that no file stands behind, as Linux counts it: heap,
 * native allocations, stacks. Mapped checkpoints are not in it.
 */
public final class AnonymousMemory {

	private static final Path STATUS = Path.of("/proc/self/status");

	private static final String FIELD = "RssAnon:";

	private static final long INTERVAL_NANOS = 5_000_000;

	private AnonymousMemory() {
	}

	/**
	 * Tells whether this system counts it.
	 */
	public static boolean isKnown() {
		try (Stream<String> lines = Files.lines(STATUS)) {
			return lines.anyMatch((line) -> line.startsWith(FIELD));
		}
		catch (IOException ex) {
			return false;
		}
	}

	static long bytes() {
		try {
			for (String line : Files.readAllLines(STATUS)) {
				if (line.startsWith(FIELD)) {
					return 1024 * Long.parseLong(line.replaceAll("\\D", ""));
				}
			}
			throw new IllegalStateException("No " + FIELD);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * The most that is seen between now and its close.
	 */
	static final class Peak implements AutoCloseable {

		private final AtomicLong peak = new AtomicLong();

		private final AtomicBoolean closed = new AtomicBoolean();

		private final Thread sampler = Thread.ofPlatform().daemon().start(() -> {
			while (!this.closed.get()) {
				sample();
				LockSupport.parkNanos(INTERVAL_NANOS);
			}
		});

		private void sample() {
			this.peak.accumulateAndGet(AnonymousMemory.bytes(), Math::max);
		}

		long bytes() {
			sample();
			return this.peak.get();
		}

		@Override
		public void close() {
			this.closed.set(true);
			LockSupport.unpark(this.sampler);
		}

	}

}
