package dev.dcae.api;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The generator of clients, as the build has put it in place.
 */
final class OpenApiGenerator {

	private static final Path JAR = Path.of("target/openapi-generator/openapi-generator-cli.jar");

	private OpenApiGenerator() {
	}

	/**
	 * Runs it in a process of its own.
	 */
	static Command.Result run(String... arguments) {
		assertThat(JAR).as("mvn process-test-resources puts it there").exists();
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar", JAR.toString()));
		command.addAll(List.of(arguments));
		return Command.run(Path.of("."), command);
	}

}
