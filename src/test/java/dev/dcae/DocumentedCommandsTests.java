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
package dev.dcae;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import dev.dcae.DocumentedCommands.Line;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Commands of the documents, as far as a look at the project tells that they work. Those
 * of other tools are tried where the tool is: {@code CommandsTests} the jar's,
 * {@code RealHelmTests} Helm's and kubectl's, {@code ComposeTests} and
 * {@code DocumentedContainerTests} Docker's.
 */
class DocumentedCommandsTests {

	private static final List<String> TOOLS = List.of("docker", "docker-compose", "helm", "java", "kubectl", "mvn");

	/** Names of any machine. */
	private static final List<String> OTHERS = List.of("curl", "npm", "printf");

	@Test
	void everyCommandIsOneThatIsTried() {
		assertThat(DocumentedCommands.all()).hasSizeGreaterThan(50)
			.allSatisfy((line) -> assertThat(line.words().getFirst()).satisfiesAnyOf(
					(tool) -> assertThat(TOOLS).contains(tool), (tool) -> assertThat(OTHERS).contains(tool),
					(rest) -> assertThat(line.line()).startsWith("KEY=$(openssl rand")));
	}

	static List<Line> maven() {
		return DocumentedCommands.of("mvn");
	}

	@ParameterizedTest
	@MethodSource("maven")
	void mavenHasWhatIsAskedOfIt(Line line) throws IOException {
		String pom = Files.readString(Path.of("pom.xml"));
		for (String word : line.words().subList(1, line.words().size())) {
			if (word.contains(":")) {
				assertThat(pom).contains("<artifactId>%s-maven-plugin</artifactId>".formatted(word.split(":")[0]));
			}
			else if (word.startsWith("-Dtest=")) {
				assertThat(classes(word)).as(word).isNotEmpty();
			}
			else if (word.startsWith("-Dbench=")) {
				assertThat(classes(word)).as(word)
					.singleElement()
					.asString()
					.startsWith("src/bench/java/dev/dcae/bench/");
			}
			else if (!word.startsWith("-D")) {
				assertThat(word).isIn("test-compile", "test", "package", "integration-test", "verify");
			}
		}
	}

	private static List<Path> classes(String option) throws IOException {
		String name = option.replaceFirst("-D[a-z]+=", "").replace("'", "").replace('.', '/');
		try (Stream<Path> tests = Files.walk(Path.of("src/test/java"));
				Stream<Path> benchmarks = Files.walk(Path.of("src/bench/java"))) {
			return Stream.concat(tests, benchmarks)
				.filter((file) -> file.toString().matches(".*/" + name.replace("*", "[^/]*") + "\\.java"))
				.toList();
		}
	}

	@Test
	void theImageHasTheArgumentsOfItsBuild() throws IOException {
		List<String> dockerfile = Files.readAllLines(Path.of("Dockerfile"));
		List<Line> builds = DocumentedCommands.of("docker")
			.stream()
			.filter((line) -> line.words().get(1).equals("build"))
			.toList();
		assertThat(builds).hasSizeGreaterThan(2).allSatisfy((line) -> {
			List<String> words = line.words();
			for (int i = 2; i < words.size(); i++) {
				if (words.get(i - 1).equals("--build-arg")) {
					String name = words.get(i).split("=")[0];
					assertThat(dockerfile).anyMatch((each) -> each.matches("ARG " + name + "(=.*)?"));
				}
			}
		});
	}

}
