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

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * The most memory that this process had so far.
 */
final class PeakMemory {

	private static final Path STATUS = Path.of("/proc/self/status");

	/**
	 * The "high water mark" of resident memory.
	 */
	private static final String FIELD = "VmHWM:";

	private PeakMemory() {
	}

	/**
	 * An upper bound for the heap that was in use, in bytes: the sum of what each of its
	 * pools had at most, if not at the same time.
	 */
	static long heap() {
		long pools = ManagementFactory.getMemoryPoolMXBeans()
			.stream()
			.filter((pool) -> pool.getType() == MemoryType.HEAP)
			.map(MemoryPoolMXBean::getPeakUsage)
			.mapToLong((usage) -> usage.getUsed())
			.sum();
		return Math.min(pools, Runtime.getRuntime().maxMemory());
	}

	/**
	 * The resident memory of the whole process, in bytes, where the system tells.
	 */
	static OptionalLong resident() {
		try (Stream<String> lines = Files.lines(STATUS)) {
			return lines.filter((line) -> line.startsWith(FIELD))
				.mapToLong((line) -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
				.findFirst();
		}
		catch (IOException ex) {
			return OptionalLong.empty();
		}
	}

}
