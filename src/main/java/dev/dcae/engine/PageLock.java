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

/**
 * Keeps memory of the process where it is, so that a GPU reads and writes it by itself
 * and no other copy is made on the way.
 */
interface PageLock {

	/**
	 * None: what a CPU needs.
	 */
	PageLock NONE = new PageLock() {

		@Override
		public boolean lock(MemorySegment memory) {
			return false;
		}

		@Override
		public void unlock(MemorySegment memory) {
		}

	};

	/**
	 * Locks whole pages. To be called by a thread that has worked on a GPU, which the
	 * driver then knows.
	 * @return whether they are locked
	 */
	boolean lock(MemorySegment memory);

	/**
	 * Lets go of what was locked, before it is freed.
	 */
	void unlock(MemorySegment memory);

}
