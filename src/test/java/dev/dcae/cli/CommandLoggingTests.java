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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.dcae.DcaeApplication;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A process of its own, since logging is the process's.
 */
class CommandLoggingTests {

	/**
	 * The command fails after it loaded libtorch, which libraries log at length.
	 */
	@Test
	void aCommandPrintsItsOwnWordsOnly(@TempDir Path temp) throws IOException, InterruptedException {
		Path out = temp.resolve("out");
		Path err = temp.resolve("err");
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
				DcaeApplication.class.getName(), "evaluate", "--images", "src/test/resources/photos", "--models",
				temp.resolve("nowhere").toString())
			.redirectOutput(out.toFile())
			.redirectError(err.toFile())
			.start();
		assertThat(process.waitFor()).isEqualTo(1);
		assertThat(Files.readString(out)).isEmpty();
		assertThat(Files.readAllLines(err)).singleElement().asString().contains("nowhere");
	}

	@Test
	void aWarningIsPrintedBesideWhatMachinesRead(@TempDir Path temp) throws IOException, InterruptedException {
		Path out = temp.resolve("out");
		Path err = temp.resolve("err");
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				System.getProperty("java.class.path"), Warning.class.getName())
			.redirectOutput(out.toFile())
			.redirectError(err.toFile())
			.start();
		assertThat(process.waitFor()).isZero();
		assertThat(Files.readAllLines(out)).containsExactly("{}");
		assertThat(Files.readAllLines(err)).singleElement().asString().contains("WARN").contains("Damaged");
	}

	/**
	 * A command that warns.
	 */
	static final class Warning {

		private Warning() {
		}

		public static void main(String[] args) {
			CommandLogging.start();
			LoggerFactory.getLogger(Warning.class).warn("Damaged");
			System.out.println("{}");
		}

	}

}
