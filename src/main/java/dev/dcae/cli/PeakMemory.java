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
