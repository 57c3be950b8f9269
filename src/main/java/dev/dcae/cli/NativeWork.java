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
package dev.dcae.cli;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The work of a command's own thread in libtorch, piece by piece. A signal ends the
 * process between two pieces: libtorch torn down under a running one takes the JVM with
 * it.
 */
final class NativeWork implements AutoCloseable {

	private final ReentrantLock running = new ReentrantLock();

	/**
	 * Takes the lock and keeps it, so that no further piece begins.
	 */
	private final Thread signalled = Thread.ofPlatform().unstarted(this.running::lock);

	NativeWork() {
		Runtime.getRuntime().addShutdownHook(this.signalled);
	}

	/**
	 * Does a piece of it.
	 */
	<T> T run(Supplier<T> piece) {
		this.running.lock();
		try {
			return piece.get();
		}
		finally {
			this.running.unlock();
		}
	}

	@Override
	public void close() {
		try {
			Runtime.getRuntime().removeShutdownHook(this.signalled);
		}
		catch (IllegalStateException ex) {
			// The process is ending.
		}
	}

}
