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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Memory that libtorch gives back stays for the next layer.
 */
@EnabledOnOs(OS.LINUX)
class MallocTests {

	private static final long BLOCK = 40 << 20;

	private static final long PAGE = 4096;

	private static final MethodHandle MALLOC = handle("malloc",
			FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_LONG));

	private static final MethodHandle FREE = handle("free", FunctionDescriptor.ofVoid(ValueLayout.ADDRESS));

	@Test
	void memoryThatWasFreedIsNotGotAnewFromTheKernel() throws Exception {
		Malloc.keepFreedMemory();
		// Unless there is only one arena, one of these threads has another than the
		// first.
		try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
			for (int i = 0; i < 2; i++) {
				threads.submit(() -> {
					// Reading the count leaves small blocks behind, too.
					pageFaults();
					layers();
					layers();
					long before = pageFaults();
					layers();
					layers();
					layers();
					assertThat(pageFaults() - before).isLessThan(BLOCK / PAGE / 10);
					return null;
				}).get();
			}
		}
	}

	/**
	 * Two blocks at once, each in a heap of its own, both given back.
	 */
	private static void layers() {
		try {
			MemorySegment first = touched();
			MemorySegment second = touched();
			FREE.invokeExact(first);
			FREE.invokeExact(second);
		}
		catch (Throwable ex) {
			throw new AssertionError(ex);
		}
	}

	private static MemorySegment touched() throws Throwable {
		MemorySegment block = (MemorySegment) MALLOC.invokeExact(BLOCK);
		block.reinterpret(BLOCK).fill((byte) 1);
		return block;
	}

	/**
	 * The page faults of this thread alone.
	 */
	private static long pageFaults() throws Exception {
		String stat = Files.readString(Path.of("/proc/thread-self/stat"));
		return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[7]);
	}

	private static MethodHandle handle(String function, FunctionDescriptor descriptor) {
		Linker linker = Linker.nativeLinker();
		return linker.downcallHandle(linker.defaultLookup().findOrThrow(function), descriptor);
	}

}
