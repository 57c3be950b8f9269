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
