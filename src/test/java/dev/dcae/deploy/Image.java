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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

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
			List<Path> jars = files.filter((file) -> file.getFileName().toString().matches("dcae-.+\\.jar")).toList();
			assertThat(jars).as("the jar in target, which mvn package makes, and none of another version").hasSize(1);
			return jars.getFirst();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
