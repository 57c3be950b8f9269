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
