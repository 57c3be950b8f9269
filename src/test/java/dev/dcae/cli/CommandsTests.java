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

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

import dev.dcae.DocumentedCommands;
import dev.dcae.DocumentedCommands.Line;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The jar's treatment of its arguments.
 */
class CommandsTests {

	@Test
	void servesWithoutArgumentsAndWithOptionsOfTheService() {
		assertThat(Commands.areIn()).isFalse();
		assertThat(Commands.areIn("--server.port=0", "--dcae.models[0].id=sana")).isFalse();
	}

	@Test
	void takesAWordForACommand() {
		assertThat(Commands.areIn("train", "--config", "a.yaml")).isTrue();
		assertThat(Commands.areIn("--help")).isTrue();
	}

	@Test
	void refusesAnUnknownCommandWithTheListOfCommands() {
		assertThat(refusal("zzz")).contains("zzz").contains("Usage: dcae").contains("evaluate");
	}

	@ParameterizedTest
	@ValueSource(strings = { "serve", "server", "start", "run" })
	void saysThatItServesWithoutACommand(String word) {
		assertThat(refusal(word, "--port", "9000")).contains("no command " + word).contains("--server.port=8080");
	}

	@Test
	void refusesAnUnknownOptionOfACommand() {
		assertThat(refusal("fetch", "--of-line")).contains("--of-line").contains("--offline");
	}

	@Test
	void everyCommandSaysItsVersion() {
		assertThat(Commands.commandLine().getSubcommands().keySet()).allSatisfy((command) -> {
			CommandLine commands = Commands.commandLine();
			StringWriter out = new StringWriter();
			commands.setOut(new PrintWriter(out, true));
			assertThat(Commands.execute(commands, command, "--version")).isZero();
			assertThat(out.toString()).startsWith("dcae");
		});
	}

	@Test
	void guessesAMistypedCommand() {
		assertThat(refusal("evalaute")).contains("Did you mean").contains("evaluate");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void saysThatTheHeapIsTooSmall(boolean inAnotherThread) {
		CommandLine commands = Commands.commandLine().addSubcommand(new Hungry(inAnotherThread));
		StringWriter err = new StringWriter();
		commands.setErr(new PrintWriter(err, true));
		assertThat(Commands.execute(commands, "hungry")).isEqualTo(1);
		assertThat(err.toString()).contains("Java's heap of", "-Xmx").hasLineCount(1);
	}

	static List<Line> documented() {
		return DocumentedCommands.of("java");
	}

	@ParameterizedTest
	@MethodSource("documented")
	void understandsWhatTheDocumentsSay(Line line) {
		List<String> words = line.words();
		int jar = words.indexOf("-jar") + 1;
		assertThat(words.get(jar)).matches("(target/)?dcae(-\\*)?\\.jar");
		String[] arguments = words.subList(jar + 1, words.size()).toArray(String[]::new);
		if (Commands.areIn(arguments)) {
			assertThat(Commands.commandLine().parseArgs(arguments).hasSubcommand()).isTrue();
		}
		else {
			assertThat(arguments).isNotEmpty().allMatch((option) -> option.matches("--[a-z0-9.\\[\\]-]+=.+"));
		}
	}

	private static String refusal(String... arguments) {
		CommandLine commands = Commands.commandLine();
		StringWriter errors = new StringWriter();
		commands.setErr(new PrintWriter(errors, true));
		assertThat(Commands.execute(commands, arguments)).isEqualTo(2);
		return errors.toString();
	}

	/**
	 * A command that needs more memory than there is.
	 */
	@Command(name = "hungry")
	private record Hungry(boolean inAnotherThread) implements Callable<Integer> {

		@Override
		public Integer call() throws Exception {
			if (this.inAnotherThread) {
				CompletableFuture.runAsync(Hungry::eat).get();
			}
			eat();
			return 0;
		}

		private static void eat() {
			throw new OutOfMemoryError("Java heap space");
		}

	}

}
