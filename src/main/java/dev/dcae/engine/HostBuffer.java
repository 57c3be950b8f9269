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
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Memory of the process where a batch is put together, or where its answers arrive. It
 * grows to the largest batch and stays: libtorch uses it in place. For a GPU its pages
 * are locked once it was used.
 */
final class HostBuffer {

	private static final int PAGE = 4096;

	private static final int LARGE = 64 << 20;

	private static final int USUAL = 8 << 20;

	private static final ByteBuffer NOTHING = ByteBuffer.allocateDirect(0);

	private final PageLock pages;

	private ByteBuffer memory = NOTHING;

	private int used;

	private boolean locked;

	private boolean tried;

	HostBuffer(PageLock pages) {
		this.pages = pages;
	}

	/**
	 * The first bytes, of this machine's order, with whatever is in them.
	 * @throws OutOfMemoryError if the process has not as many
	 */
	ByteBuffer of(long bytes) {
		int size = Math.toIntExact(bytes);
		if (this.memory.capacity() < size) {
			release();
			// Whole pages, which nothing else is in.
			this.memory = ByteBuffer.allocateDirect(Math.addExact(size, 2 * PAGE)).alignedSlice(PAGE);
		}
		this.used = size;
		return this.memory.slice(0, size).order(ByteOrder.nativeOrder());
	}

	/**
	 * Locks the pages, unless that was tried. To be called when the device was used.
	 */
	void lock() {
		if (!this.tried && this.memory.capacity() > 0) {
			this.tried = true;
			this.locked = this.pages.lock(MemorySegment.ofBuffer(this.memory));
		}
	}

	/**
	 * Gives the memory back if it was for a batch much larger than the last one.
	 */
	void trim() {
		if (this.memory.capacity() > LARGE && this.used < USUAL) {
			release();
		}
	}

	/**
	 * Gives the memory back.
	 */
	void release() {
		if (this.locked) {
			this.pages.unlock(MemorySegment.ofBuffer(this.memory));
		}
		this.memory = NOTHING;
		this.locked = false;
		this.tried = false;
	}

}
