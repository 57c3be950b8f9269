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
package dev.dcae.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

class SuiteTests {

	@TempDir
	Path folder;

	@Test
	void theLastRunReplacesTheOneBefore() throws IOException {
		Path document = Files.writeString(this.folder.resolve("performance.md"), "# Performance\n\nWords.\n");
		Suite.write(document, "first\n");
		assertThat(document).hasContent("# Performance\n\nWords.\n\n## The last full run\n\nfirst\n");
		Suite.write(document, "second\n");
		assertThat(document).hasContent("# Performance\n\nWords.\n\n## The last full run\n\nsecond\n");
	}

	@Test
	void whatTheDocumentHasOfOthersIsNotLost() throws IOException {
		List<String> wanted = List.of("StartBench");
		for (String bench : Benches.names()) {
			if (!bench.equals("StartBench") && !bench.equals("SoakBench")) {
				Files.createFile(this.folder.resolve(Benches.report(bench) + ".md"));
			}
		}
		assertThatIllegalArgumentException().isThrownBy(() -> Suite.requireReports(this.folder, wanted))
			.withMessageContaining("no earlier report of SoakBench in");
		Files.createFile(this.folder.resolve("soak.md"));
		assertThatNoException().isThrownBy(() -> Suite.requireReports(this.folder, wanted));
	}

	@Test
	void benchmarksAreFound() {
		assertThat(Benches.names()).contains("SchedulerBench", "SoakBench", "StartBench").doesNotContain("Suite");
		assertThat(Benches.report("StartBench")).isEqualTo("start");
	}

	@Test
	void theMachineIsKnown() throws Exception {
		Machine machine = Machine.here();
		assertThat(machine.libtorch()).matches("\\d+\\.\\d+\\.\\d+");
		assertThat(machine.cores()).isPositive();
		assertThat(machine.memoryGib()).isPositive();
		assertThat(machine.line()).startsWith(machine.date()).contains(machine.cpu(), machine.commit());
	}

}
