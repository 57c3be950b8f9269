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

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * glibc gives memory of more than 32 MB back to the kernel as soon as it is freed, and
 * gets it anew, page by page and zeroed, for the next layer: a third of the time of a
 * large batch. Here freed memory is kept instead, up to 2 GB. Only blocks larger than
 * {@link #HEAP}, asked for by threads that glibc gave another arena than its first, still
 * come and go.
 */
final class Malloc {

	private static final Logger log = LoggerFactory.getLogger(Malloc.class);

	/**
	 * M_TRIM_THRESHOLD of malloc.h: the free memory at the top of the heap that is kept.
	 */
	private static final int TRIM_THRESHOLD = -1;

	/**
	 * M_TOP_PAD of malloc.h: how much more than asked for is got from the kernel, and
	 * kept. An arena that is not the first consists of heaps, and unmaps its last one
	 * when that is free, unless this is as much as a whole one.
	 */
	private static final int TOP_PAD = -2;

	/**
	 * The size of such a heap: HEAP_MAX_SIZE of glibc's arena.c on 64 bits.
	 */
	private static final int HEAP = 64 << 20;

	/**
	 * M_MMAP_MAX of malloc.h: how many blocks may be got from the kernel one by one.
	 */
	private static final int MMAP_MAX = -4;

	private Malloc() {
	}

	/**
	 * Keeps freed memory, where the C library is glibc; elsewhere does nothing.
	 */
	static void keepFreedMemory() {
		Optional<MemorySegment> symbol = Linker.nativeLinker().defaultLookup().find("mallopt");
		if (symbol.isEmpty()) {
			return;
		}
		MethodHandle mallopt = Linker.nativeLinker()
			.downcallHandle(symbol.get(),
					FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
		try {
			int trim = (int) mallopt.invokeExact(TRIM_THRESHOLD, Integer.MAX_VALUE);
			int pad = (int) mallopt.invokeExact(TOP_PAD, HEAP);
			int mmap = (int) mallopt.invokeExact(MMAP_MAX, 0);
			log.debug("mallopt answered {}, {} and {}", trim, pad, mmap);
		}
		catch (Throwable ex) {
			throw new AssertionError("mallopt throws nothing", ex);
		}
	}

}
