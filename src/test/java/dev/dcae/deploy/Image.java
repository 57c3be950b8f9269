package dev.dcae.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The image of the service, built by its Dockerfile.
 */
final class Image {

	private static final String CPU = "dcae-test:cpu";

	private static boolean built;

	private Image() {
	}

	/**
	 * The image for the CPU, built once.
	 */
	static synchronized String cpu() {
		if (!built) {
			build(CPU);
			built = true;
		}
		return CPU;
	}

	/**
	 * Builds an image from the jar that the build of the project has packaged.
	 * @param arguments of {@code docker build}
	 */
	static void build(String tag, String... arguments) {
		List<String> command = new ArrayList<>(
				List.of("build", "--force-rm", "--tag", tag, "--build-arg", "JAR=" + jar()));
		command.addAll(List.of(arguments));
		command.add(".");
		Docker.docker(command.toArray(String[]::new));
	}

	/**
	 * The jar in {@code target}.
	 */
	static Path jar() {
		try (Stream<Path> files = Files.list(Path.of("target"))) {
			return files.filter((file) -> file.getFileName().toString().matches("dcae-.+\\.jar"))
				.findAny()
				.orElseThrow(() -> new AssertionError("There is no jar in target: mvn package makes it"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
