package dev.dcae.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

import org.junit.jupiter.api.Test;
import picocli.CommandLine;

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

	@Test
	void guessesAMistypedCommand() {
		assertThat(refusal("evalaute")).contains("Did you mean").contains("evaluate");
	}

	private static String refusal(String... arguments) {
		CommandLine commands = Commands.commandLine();
		StringWriter errors = new StringWriter();
		commands.setErr(new PrintWriter(errors));
		assertThat(commands.execute(arguments)).isEqualTo(2);
		return errors.toString();
	}

}
