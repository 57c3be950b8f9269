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
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Timing this machine's CPU.
 */
class CpuTimingTests {

	@TempDir
	Path temp;

	@Test
	void bothTypesRunAndNothingIsLeftBehind() {
		CpuTiming timing = CpuTiming.measure(this.temp.resolve("cache"), 1);
		assertThat(timing.fp32()).isPositive();
		assertThat(timing.bf16()).isPositive();
		assertThat(timing.fp32()).isLessThan(Duration.ofSeconds(5));
		assertThat(this.temp.resolve("cache")).isEmptyDirectory();
	}

	@Test
	void aFolderThatCannotBeWrittenToIsNamed() {
		assertThatThrownBy(() -> CpuTiming.measure(Path.of("/proc/nowhere"), 1)).hasMessageContaining("/proc/nowhere");
	}

}
