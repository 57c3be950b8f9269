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
package dev.dcae.cli;

import java.io.BufferedReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import dev.dcae.DcaeApplication;
import dev.dcae.engine.ForkedJava;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
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
		// Printed when the model is loaded and its first tiles are about to run.
		assertEnds("tiles", "roundtrip", "--synthetic", "8192x8192", this.folder.resolve("out.png"), "--cache-dir",
				"target/cli-tests");
	}

	@Test
	void evaluationEndsBetweenTwoCalls() throws Exception {
		assertEnds("  dc-ae-tiny-f32c32", "evaluate", "--models", "classpath:models/dc-ae-tiny-f32c32", "--images",
				"src/test/resources/photos", "--device", "cpu", "--cache-dir", "target/cli-tests");
	}

	@Test
	void trainingEndsAfterAStepWithASnapshot() throws Exception {
		assertThat(assertEnds("step 3 of", training())).contains("Stopped, with a snapshot");
		assertThat(assertEnds("step ", training())).contains("Goes on from the snapshot")
			.doesNotContain("step 1 of", "step 2 of", "step 3 of");
	}

	@Test
	void trainingThatCannotWriteItsSnapshotSaysSo() throws Exception {
		Path partial = Files.createDirectories(this.folder.resolve("run/snapshot.safetensors.partial"));
		assertThat(assertEnds("step 1 of", training())).contains("Stopped without a new snapshot: " + partial)
			.doesNotContain("with a snapshot");
	}

	private Object[] training() {
		return new Object[] { "train", "--set",
				"architecture=" + Path.of("src/test/resources/fixtures/tiny-mix/config.json").toAbsolutePath(), "--set",
				"linear-start=false", "--set", "data.sides=64", "--set", "data.pixels=65536", "--set", "steps=100000",
				"--set", "log-every=1", "--set", "snapshot-every=10m", "--set",
				"output=" + this.folder.resolve("run") };
	}

	/**
	 * Starts a command, tells it to end once it has printed a line, and answers what it
	 * printed after that, and before.
	 */
	private String assertEnds(String line, Object... command) throws Exception {
		Path crash = this.folder.resolve("crash.log");
		Process process = ForkedJava.start(List.of("-Xmx256m", "-XX:ErrorFile=" + crash), DcaeApplication.class,
				command);
		StringBuilder printed = new StringBuilder();
		try (BufferedReader output = process.inputReader()) {
			String next = output.readLine();
			while (next != null && !next.startsWith(line)) {
				printed.append(next).append('\n');
				next = output.readLine();
			}
			assertThat(next).as(printed.toString()).isNotNull();
			printed.append(next).append('\n');
			// The process's own destroy would close its output, too.
			process.toHandle().destroy();
			StringWriter rest = new StringWriter();
			output.transferTo(rest);
			printed.append(rest);
		}
		assertThat(process.waitFor()).isEqualTo(TERMINATED);
		assertThat(crash).doesNotExist();
		return printed.toString();
	}

}
