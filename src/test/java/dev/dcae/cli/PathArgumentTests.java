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

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import picocli.CommandLine.TypeConversionException;

import static org.assertj.core.api.Assertions.assertThat;

class PathArgumentTests {

	@Test
	void aPathIsAPath() {
		assertThat(new PathArgument().convert("a b/c.png")).isEqualTo(Path.of("a b", "c.png"));
	}

	/**
	 * In a process whose locale has ASCII only.
	 */
	@Test
	void lettersThatTheLocaleLacksAreToldWithAWayOut() throws IOException, InterruptedException {
		ProcessBuilder java = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-cp", System.getProperty("java.class.path"), Converting.class.getName());
		java.environment().keySet().removeIf((name) -> name.startsWith("LC_") || name.equals("LANG"));
		java.environment().put("LC_ALL", "C");
		Process process = java.start();
		String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor()).isZero();
		assertThat(said).isEqualTo("'na\u00efve' has letters that the charset of the locale lacks; set LANG=C.UTF-8");
	}

	/**
	 * Prints the refusal of a path.
	 */
	static final class Converting {

		private Converting() {
		}

		public static void main(String... args) {
			try {
				System.out.println(new PathArgument().convert("na\u00efve"));
			}
			catch (TypeConversionException ex) {
				System.out.writeBytes(String.valueOf(ex.getMessage()).getBytes(StandardCharsets.UTF_8));
			}
		}

	}

}
