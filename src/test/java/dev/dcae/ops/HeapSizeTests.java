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
package dev.dcae.ops;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class HeapSizeTests {

	@ParameterizedTest
	@ValueSource(strings = { "ParallelGC", "SerialGC", "G1GC" })
	void theHeapMayGrowToItsSizeWhateverCollectsIt(String collector) throws Exception {
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Xmx96m", "-XX:+Use" + collector, "-cp", System.getProperty("java.class.path"), Told.class.getName())
			.redirectErrorStream(true)
			.start();
		assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
			.isEqualTo(Long.toString(96L << 20));
		assertThat(process.waitFor()).isZero();
	}

	/**
	 * Tells it of its own process.
	 */
	static final class Told {

		private Told() {
		}

		public static void main(String[] args) {
			System.out.print(HeapSize.max());
		}

	}

}
