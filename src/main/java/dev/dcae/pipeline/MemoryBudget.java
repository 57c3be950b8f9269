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
package dev.dcae.pipeline;

/**
 * The heap that a call may take. Whoever is about to allocate reserves first, so that
 * overload ends in a refusal and never in {@link OutOfMemoryError}. Thread-safe.
 */
@FunctionalInterface
public interface MemoryBudget {

	/**
	 * The budget of commands, which have the heap for themselves.
	 */
	MemoryBudget UNLIMITED = (_) -> () -> {
	};

	/**
	 * Reserves heap until the hold is closed, or else until the call ends.
	 * @param bytes at least 0
	 * @throws RuntimeException if it does not fit
	 */
	Hold reserve(long bytes);

	/**
	 * Heap that is reserved.
	 */
	@FunctionalInterface
	interface Hold extends AutoCloseable {

		@Override
		void close();

	}

}
