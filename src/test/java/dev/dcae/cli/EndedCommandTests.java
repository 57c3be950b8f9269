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
