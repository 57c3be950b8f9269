package dev.dcae.cli;

import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The commands of the jar. Without one the jar serves.
 */
@Command(name = "dcae", mixinStandardHelpOptions = true, versionProvider = Version.class,
		subcommands = { TrainCommand.class, EvaluateCommand.class, EncodeFolderCommand.class, RoundTripCommand.class,
				FetchCommand.class, LibtorchCommand.class },
		synopsisSubcommandLabel = "COMMAND",
		description = { "Autoencoders of diffusion models.",
				"Without a command the jar serves them over HTTP; options of the service are --name=value, such as"
						+ " --server.port=8080." })
public final class Commands {

	private static final List<String> HELP = List.of("-h", "--help", "-V", "--version");

	private Commands() {
	}

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
		return commandLine().execute(args);
	}

	static CommandLine commandLine() {
		CommandLine commands = new CommandLine(new Commands()).setCaseInsensitiveEnumValuesAllowed(true)
			.setUsageHelpAutoWidth(true)
			.registerConverter(Path.class, new PathArgument())
			.setExecutionExceptionHandler((ex, command, result) -> {
				command.getErr().println(command.getColorScheme().errorText(message(ex)));
				return 1;
			});
		return commands;
	}

	/**
	 * Says what went wrong, in a line: a stack trace helps nobody who mistyped a folder.
	 */
	private static String message(Exception ex) {
		return switch (ex) {
			case NoSuchFileException missing -> "There is no " + missing.getFile();
			case AccessDeniedException denied -> "Access to %s is denied".formatted(denied.getFile());
			default -> (ex.getMessage() != null) ? ex.getMessage() : ex.toString();
		};
	}

}
