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
 * The budget of a part of a call: what the call has reserved for it already, and beyond
 * that the call's own.
 */
final class PrepaidMemory implements MemoryBudget {

	private final MemoryBudget whole;

	private long left;

	/**
	 * A budget within another.
	 * @param bytes that are reserved there already
	 */
	PrepaidMemory(long bytes, MemoryBudget whole) {
		this.left = bytes;
		this.whole = whole;
	}

	@Override
	public synchronized Hold reserve(long bytes) {
		long paid = Math.min(bytes, this.left);
		Hold rest = this.whole.reserve(bytes - paid);
		this.left -= paid;
		return () -> {
			rest.close();
			giveBack(paid);
		};
	}

	private synchronized void giveBack(long bytes) {
		this.left += bytes;
	}

}
