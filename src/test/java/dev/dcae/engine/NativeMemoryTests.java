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

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Native memory over many calls of few shapes. The heap of the process is of one size and
 * wholly touched from the start, so that what grows is not it; and the compiler that
 * grows most while it optimises is off.
 */
@Tag("slow")
class NativeMemoryTests {

	private static final int WARM = 500;

	private static final long NOISE = 32L << 20;

	@TempDir
	Path cache;

	@Test
	void tenThousandCallsTakeNoMoreMemoryThanFiveHundred() throws Exception {
		long growth = growth(10_000, 0);
		System.out.printf("RssAnon grew by %.1f MiB between call %d and call 10000%n", growth / 1048576.0, WARM);
		assertThat(growth).isLessThan(NOISE);
	}

	/**
	 * The control: the same measure sees a leak of twice its threshold.
	 */
	@Test
	void aLeakIsSeen() throws Exception {
		long growth = growth(2_500, (int) (2 * NOISE / 2_000));
		System.out.printf("RssAnon grew by %.1f MiB with a leak of %d MiB%n", growth / 1048576.0, 2 * NOISE >> 20);
		assertThat(growth).isBetween(NOISE, 4 * NOISE);
	}

	private long growth(int calls, int leak) throws Exception {
		assumeTrue(AnonymousMemory.isKnown(), "/proc/self/status tells RssAnon");
		List<String> fixedHeap = List.of("-XX:+UseSerialGC", "-Xms96m", "-Xmx96m", "-XX:+AlwaysPreTouch",
				"-XX:MaxDirectMemorySize=1g", "-XX:TieredStopAtLevel=1",
				// On a busy machine two threads mostly wait for each other.
				"-Dai.djl.pytorch.num_threads=1");
		Map<String, Long> memory = ForkedJava
			.numbers(ForkedJava.start(fixedHeap, CallLoop.class, this.cache, calls, leak));
		return at(memory, calls) - at(memory, WARM);
	}

	private static long at(Map<String, Long> memory, int call) {
		return Objects.requireNonNull(memory.get(Integer.toString(call)));
	}

}
