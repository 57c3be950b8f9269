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
package dev.dcae.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Another program.
 */
final class Command {

	private static final int PATIENCE_MINUTES = 5;

	private Command() {
	}

	/**
	 * The end of a command: its exit status and what it printed.
	 *
	 * @param output of both kinds
	 */
	record Result(int status, String output) {

		Result ok() {
			assertThat(this.status).as(this.output).isZero();
			return this;
		}

	}

	/**
	 * Runs it to its end.
	 * @throws UncheckedIOException if there is no such program
	 */
	static Result run(Path folder, List<String> command) {
		try {
			Process process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
			process.onExit().orTimeout(PATIENCE_MINUTES, TimeUnit.MINUTES).whenComplete((_, failure) -> {
				if (failure != null) {
					process.destroyForcibly();
				}
			});
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

	/**
	 * Tells whether there is such a program, and it ends well.
	 */
	static boolean works(String... command) {
		try {
			return run(Path.of("."), List.of(command)).status() == 0;
		}
		catch (UncheckedIOException ex) {
			return false;
		}
	}

}
