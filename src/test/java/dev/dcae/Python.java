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
package dev.dcae;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The Python of the machine.
 */
public final class Python {

	/**
	 * Debian's first: another one on the path has other packages.
	 */
	private static final List<String> NAMES = List.of("/usr/bin/python3", "python3");

	private static final long PATIENCE_SECONDS = 300;

	private Python() {
	}

	/**
	 * Runs a script, or skips the test where there is no Python; CI has one.
	 * @return what it printed
	 */
	public static String run(Path folder, String script, String... arguments) throws IOException, InterruptedException {
		return run(folder, Map.of(), "numpy", script, arguments);
	}

	/**
	 * Runs a script, or skips the test where there is no Python with some modules; CI has
	 * one.
	 * @param environment besides the test's own
	 * @param modules with commas between
	 * @return what it printed
	 */
	public static String run(Path folder, Map<String, String> environment, String modules, String script,
			String... arguments) throws IOException, InterruptedException {
		Optional<String> python = find(modules);
		if (!"true".equals(System.getenv("CI"))) {
			assumeTrue(python.isPresent(), "Not run: there is no python3 with " + modules);
		}
		assertThat(python).as("a python3 with %s, which CI installs", modules).isPresent();
		Path file = Files.writeString(folder.resolve("script.py"), script);
		Path output = folder.resolve("output.txt");
		List<String> command = new ArrayList<>(List.of(python.get(), file.toString()));
		command.addAll(List.of(arguments));
		ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile())
			.redirectErrorStream(true)
			.redirectOutput(output.toFile());
		builder.environment().putAll(environment);
		Process process = builder.start();
		try {
			assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).as("the end of the script").isTrue();
		}
		finally {
			process.destroyForcibly();
		}
		String printed = Files.readString(output);
		assertThat(process.exitValue()).as(printed).isZero();
		return printed;
	}

	private static Optional<String> find(String modules) throws InterruptedException {
		for (String python : NAMES) {
			try {
				Process process = new ProcessBuilder(python, "-c", "import " + modules).redirectErrorStream(true)
					.redirectOutput(ProcessBuilder.Redirect.DISCARD)
					.start();
				if (process.waitFor() == 0) {
					return Optional.of(python);
				}
			}
			catch (IOException ex) {
				// There is none of this name.
			}
		}
		return Optional.empty();
	}

}
