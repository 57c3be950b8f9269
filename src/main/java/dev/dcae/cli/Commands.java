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

import java.io.PrintStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import picocli.CommandLine;
import picocli.CommandLine.Command;

import org.springframework.core.NestedExceptionUtils;

/**
 * The commands of the jar. Without one the jar serves.
 */
@Command(name = "dcae", mixinStandardHelpOptions = true, versionProvider = Version.class,
		subcommands = { TrainCommand.class, EvaluateCommand.class, EncodeDatasetCommand.class,
				EncodeFolderCommand.class, RoundTripCommand.class, FetchCommand.class, LibtorchCommand.class },
		synopsisSubcommandLabel = "COMMAND",
		description = { "Autoencoders of diffusion models.",
				"Without a command the jar serves them over HTTP; options of the service are --name=value, such as"
						+ " --server.port=8080." })
public final class Commands {

	private static final List<String> HELP = List.of("-h", "--help", "-V", "--version");

	private Commands() {
	}

	/**
	 * Words that other programs have for what the jar does without a command.
	 */
	private static final Set<String> SERVING = Set.of("serve", "server", "start", "run", "web");

	private static final int FAILED = 1;

	private static final int WRONG_ARGUMENTS = 2;

	/**
	 * Tells if arguments ask for a command rather than for the service, whose arguments
	 * are all of the form {@code --name=value}.
	 */
	public static boolean areIn(String... args) {
		return args.length > 0 && (!args[0].startsWith("-") || HELP.contains(args[0]));
	}

	/**
	 * Runs a command.
	 * @return the status that the process should end with: 0 if all went well, 1 if the
	 * command failed, 2 if the arguments are wrong
	 */
	public static int run(String... args) {
		CommandLogging.start();
		return execute(commandLine(), args);
	}

	static int execute(CommandLine commands, String... args) {
		if (args.length > 0 && SERVING.contains(args[0])) {
			commands.getErr()
				.println(
						"There is no command %s: without a command the jar serves, as in java -jar dcae.jar --server.port=8080"
							.formatted(args[0]));
			return WRONG_ARGUMENTS;
		}
		try {
			return commands.execute(args);
		}
		catch (OutOfMemoryError ex) {
			commands.getErr().println(heapTooSmall());
			return FAILED;
		}
	}

	/**
	 * Refuses options of the service that it would ignore.
	 * @param err where what is wrong, and what to write instead, is printed
	 * @return whether the service can be started
	 */
	public static boolean checkOptions(PrintStream err, String... args) {
		Optional<String> problem = ServiceOptions.problem(args);
		problem.ifPresent(err::println);
		return problem.isEmpty();
	}

	static CommandLine commandLine() {
		CommandLine commands = new CommandLine(new Commands()).setCaseInsensitiveEnumValuesAllowed(true)
			.setUsageHelpAutoWidth(true)
			// An argument @list.txt is a source of encode-dataset, not a file of
			// arguments.
			.setExpandAtFiles(false)
			.registerConverter(Path.class, new PathArgument())
			.setExecutionExceptionHandler((ex, command, result) -> {
				command.getErr().println(command.getColorScheme().errorText(message(ex)));
				return FAILED;
			});
		return TypeNames.takenBy(commands);
	}

	/**
	 * Says what went wrong, in a line: a stack trace helps nobody who mistyped a folder.
	 */
	static String message(Exception ex) {
		if (NestedExceptionUtils.getMostSpecificCause(ex) instanceof OutOfMemoryError) {
			return heapTooSmall();
		}
		return switch (ex) {
			case NoSuchFileException missing -> "There is no " + missing.getFile();
			case FileAlreadyExistsException there -> there.getFile() + " exists already";
			case AccessDeniedException denied -> "Access to %s is denied".formatted(denied.getFile());
			default -> (ex.getMessage() != null) ? ex.getMessage() : ex.toString();
		};
	}

	private static String heapTooSmall() {
		long megabytes = Runtime.getRuntime().maxMemory() >> 20;
		return "Java's heap of %d MB is too small for this: give it more, as in java -Xmx%dg -jar dcae.jar"
			.formatted(megabytes, megabytes / 1024 * 2 + 2);
	}

}
