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
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Machines on which oneDNN would compute wrong values.
 */
class OneDnnTests {

	@TempDir
	private Path machine;

	@Test
	void anAmdProcessorWithoutCachesHidesThem() throws IOException {
		Files.createDirectories(this.machine.resolve("cpu/cpu0/topology"));
		assertThat(OneDnn.hidesCaches(processor("AuthenticAMD"), this.machine.resolve("cpu"))).isTrue();
	}

	@Test
	void aProcessorWithCachesHidesNone() throws IOException {
		Files.createDirectories(this.machine.resolve("cpu/cpu0/cache/index0"));
		assertThat(OneDnn.hidesCaches(processor("AuthenticAMD"), this.machine.resolve("cpu"))).isFalse();
	}

	@Test
	void anotherMakersProcessorIsAskedInAnotherWay() throws IOException {
		Files.createDirectories(this.machine.resolve("cpu/cpu0"));
		assertThat(OneDnn.hidesCaches(processor("GenuineIntel"), this.machine.resolve("cpu"))).isFalse();
	}

	@Test
	void aSystemThatTellsNothingHidesNothing() throws IOException {
		assertThat(OneDnn.hidesCaches(processor("AuthenticAMD"), this.machine.resolve("cpu"))).isFalse();
		Files.createDirectories(this.machine.resolve("cpu/cpu0"));
		assertThat(OneDnn.hidesCaches(this.machine.resolve("nothing"), this.machine.resolve("cpu"))).isFalse();
	}

	private Path processor(String maker) throws IOException {
		return Files.writeString(this.machine.resolve("cpuinfo"), "processor\t: 0\nvendor_id\t: %s\n".formatted(maker));
	}

}
