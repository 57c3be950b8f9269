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
package dev.dcae.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The command {@code docker}, as a user types it.
 */
final class Docker {

	private Docker() {
	}

	/**
	 * Tells whether there is an engine that can be used.
	 */
	static boolean answers() {
		try {
			return run(Map.of(), List.of("docker", "info")).status() == 0;
		}
		catch (UncheckedIOException ex) {
			return false;
		}
	}

	/**
	 * Runs a command that must succeed.
	 * @return what it printed
	 */
	static String docker(String... arguments) {
		List<String> command = new ArrayList<>(List.of("docker"));
		command.addAll(List.of(arguments));
		return succeed(Map.of(), command);
	}

	/**
	 * Runs any command that must succeed.
	 * @param environment that it has beside this process's
	 * @return what it printed
	 */
	static String succeed(Map<String, String> environment, List<String> command) {
		Result result = run(environment, command);
		if (result.status() != 0) {
			throw new AssertionError(
					"%s ended with %d:%n%s".formatted(String.join(" ", command), result.status(), result.output()));
		}
		return result.output();
	}

	/**
	 * The end of a command.
	 *
	 * @param output and errors, as they were printed
	 */
	record Result(int status, String output) {
	}

	/**
	 * Runs a command to its end.
	 * @throws UncheckedIOException if there is no such command
	 */
	static Result run(Map<String, String> environment, List<String> command) {
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
		builder.environment().putAll(environment);
		try {
			Process process = builder.start();
			String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			return new Result(process.waitFor(), output);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
