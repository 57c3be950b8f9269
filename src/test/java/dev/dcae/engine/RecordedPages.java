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

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * Remembers which pages are locked, and refuses what a driver would refuse.
 */
final class RecordedPages implements PageLock {

	private static final int PAGE = 4096;

	final List<MemorySegment> locked = new ArrayList<>();

	int asked;

	boolean answer = true;

	@Override
	public boolean lock(MemorySegment memory) {
		this.asked++;
		if (memory.address() % PAGE != 0
				|| this.locked.stream().anyMatch((other) -> other.asOverlappingSlice(memory).isPresent())) {
			throw new AssertionError("Not pages of their own: " + memory);
		}
		if (this.answer) {
			this.locked.add(memory);
		}
		return this.answer;
	}

	@Override
	public void unlock(MemorySegment memory) {
		if (!this.locked.remove(memory)) {
			throw new AssertionError("Not locked: " + memory);
		}
	}

}
