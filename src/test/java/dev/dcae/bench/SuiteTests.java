package dev.dcae.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

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
