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

import java.io.IOException;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import ai.djl.Device;
import ai.djl.engine.EngineException;
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
	void aGpuIsAskedOnceASecond() {
		AtomicInteger questions = new AtomicInteger();
		AtomicLong now = new AtomicLong();
		DeviceMemories memories = new DeviceMemories((_) -> new MemoryUsage(0, questions.incrementAndGet(), 80, 80),
				now::get);
		for (int batch = 0; batch < 100; batch++) {
			memories.sample(Device.gpu(0));
			now.addAndGet(TimeUnit.MILLISECONDS.toNanos(25));
		}
		assertThat(questions).hasValue(3);
		assertThat(memories.of("cuda:0")).contains(new DeviceMemory(3, 80, 3));
		memories.sample(Device.gpu(1));
		memories.sample(Device.cpu());
		assertThat(questions).hasValue(4);
	}

	@Test
	void aGpuWhoseCacheIsGivenBackIsAskedBeforeForThePeakAndAfterwards() {
		AtomicLong used = new AtomicLong(79);
		DeviceMemories memories = new DeviceMemories((_) -> new MemoryUsage(0, used.get(), 80, 80), () -> 0);
		memories.askAround(Device.gpu(0), () -> used.set(40));
		assertThat(memories.of("cuda:0")).contains(new DeviceMemory(40, 80, 79));
	}

	@Test
	void aGpuThatDoesNotAnswerIsNotKnown() {
		DeviceMemories memories = new DeviceMemories((_) -> {
			throw new EngineException("CUDA API call failed");
		}, System::nanoTime);
		memories.sample(Device.gpu(0));
		assertThat(memories.of("cuda:0")).isEmpty();
	}

	@Test
	void thePeakStays() {
		DeviceMemory high = DeviceMemories.later(new DeviceMemory(5, 10, 6), new DeviceMemory(8, 10, 8));
		assertThat(high).isEqualTo(new DeviceMemory(8, 10, 8));
		assertThat(DeviceMemories.later(high, new DeviceMemory(2, 10, 2))).isEqualTo(new DeviceMemory(2, 10, 8));
	}

}
