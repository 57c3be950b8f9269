package dev.dcae.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.dcae.serving.DeviceMemory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The memory of devices.
 */
class DeviceMemoriesTests {

	@Test
	void thatOfTheCpuIsWhatTheKernelCounts(@TempDir Path folder) throws IOException {
		Path status = Files.writeString(folder.resolve("status"),
				"Name:\tjava\nVmPeak:\t 9999 kB\nVmHWM:\t  3000 kB\nVmRSS:\t  2000 kB\nRssAnon:\t  1 kB\n");
		assertThat(DeviceMemories.ofProcess(status)).hasValueSatisfying((memory) -> {
			assertThat(memory.usedBytes()).isEqualTo(2000 * 1024);
			assertThat(memory.peakBytes()).isEqualTo(3000 * 1024);
			assertThat(memory.totalBytes()).isGreaterThan(1 << 28);
		});
	}

	@Test
	void whereTheKernelDoesNotTellItIsUnknown(@TempDir Path folder) throws IOException {
		assertThat(DeviceMemories.ofProcess(folder.resolve("none"))).isEmpty();
		assertThat(DeviceMemories.ofProcess(Files.writeString(folder.resolve("status"), "Name:\tjava\n"))).isEmpty();
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void thisProcessHasSome() {
		assertThat(new DeviceMemories().of("cpu"))
			.hasValueSatisfying((memory) -> assertThat(memory.usedBytes()).isBetween(1L << 24, memory.totalBytes()));
	}

	@Test
	void thatOfAGpuIsUnknownBeforeItsFirstBatch() {
		assertThat(new DeviceMemories().of("cuda:7")).isEmpty();
	}

	@Test
	void thePeakStays() {
		DeviceMemory high = DeviceMemories.later(new DeviceMemory(5, 10, 6), new DeviceMemory(8, 10, 8));
		assertThat(high).isEqualTo(new DeviceMemory(8, 10, 8));
		assertThat(DeviceMemories.later(high, new DeviceMemory(2, 10, 2))).isEqualTo(new DeviceMemory(2, 10, 8));
	}

}
