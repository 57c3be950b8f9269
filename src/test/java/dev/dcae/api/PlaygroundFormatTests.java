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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Scripts and style sheets of the page are as Prettier writes them.
 */
class PlaygroundFormatTests {

	private static final String PRETTIER = "prettier@3.10.1";

	private static final String FILES = "src/main/resources/static/**/*.{js,css}";

	/**
	 * In CI, where it is installed, its lack is a failure.
	 */
	@BeforeAll
	static void requirePrettier() {
		assumeTrue("true".equals(System.getenv("CI")) || Command.works("npx", "--yes", PRETTIER, "--version"),
				"There is no npx here that has or gets " + PRETTIER + " to check the page's scripts with");
	}

	@Test
	void prettierChangesNothing() {
		Command.Result checked = check(FILES);
		assertThat(checked.status())
			.as("npx --yes %s --write '%s' formats what is not:%n%s", PRETTIER, FILES, checked.output())
			.isZero();
	}

	@Test
	void whatIsFormattedOtherwiseIsFound(@TempDir Path folder) throws IOException {
		Path other = Files.writeString(folder.resolve("other.css"), "p { margin: 0; padding: 0 }");
		Command.Result checked = check(other.toString());
		assertThat(checked.status()).isOne();
		assertThat(checked.output()).contains("other.css");
	}

	private static Command.Result check(String files) {
		return Command.run(Path.of("."), List.of("npx", "--yes", PRETTIER, "--check", files));
	}

}
