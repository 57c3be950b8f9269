package dev.dcae.bench;

import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("slow")
class PeerTests {

	@Test
	void withoutPythonsPackagesALineSaysThatNothingIsCompared() throws Exception {
		Process process = Benches.process("Peer", List.of("short python=no-such-python"))
			.redirectErrorStream(true)
			.start();
		String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor()).isZero();
		assertThat(said).startsWith("no-such-python cannot import torch, diffusers").endsWith("nothing is compared\n");
	}

}
