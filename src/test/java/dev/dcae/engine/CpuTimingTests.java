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
