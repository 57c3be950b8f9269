package dev.dcae.cli;

import java.io.BufferedReader;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;

import dev.dcae.DcaeApplication;
import dev.dcae.engine.ForkedJava;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A command that is told to end while the model runs. libtorch torn down under a batch
 * takes the JVM with it.
 */
@Tag("slow")
class EndedCommandTests {

	private static final int TERMINATED = 128 + 15;

	@TempDir
	private Path folder;

	@RepeatedTest(3)
	void endsOnASignalWithoutACrash() throws Exception {
		Path crash = this.folder.resolve("crash.log");
		Process process = ForkedJava.start(List.of("-Xmx256m", "-XX:ErrorFile=" + crash), DcaeApplication.class,
				"roundtrip", "--synthetic", "8192x8192", this.folder.resolve("out.png"), "--cache-dir",
				"target/cli-tests");
		try (BufferedReader output = process.inputReader()) {
			// Printed when the model is loaded and its first tiles are about to run.
			assertThat(output.lines().anyMatch((line) -> line.startsWith("tiles"))).isTrue();
			// The process's own destroy would close its output, too.
			process.toHandle().destroy();
			output.transferTo(Writer.nullWriter());
		}
		assertThat(process.waitFor()).isEqualTo(TERMINATED);
		assertThat(crash).doesNotExist();
	}

}
