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
package dev.dcae.engine;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A main class in a process of its own, whose memory is nobody else's. What it has to say
 * it prints as lines of {@code name=number}.
 */
public final class ForkedJava {

	private ForkedJava() {
	}

	public static Process start(List<String> options, Class<?> main, Object... arguments) throws IOException {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.add("--enable-native-access=ALL-UNNAMED");
		command.addAll(options);
		command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
		for (Object argument : arguments) {
			command.add(argument.toString());
		}
		return new ProcessBuilder(command).redirectErrorStream(true).start();
	}

	/**
	 * Waits for the end.
	 * @return the numbers by name, in order
	 */
	static Map<String, Long> numbers(Process process) throws IOException, InterruptedException {
		Map<String, Long> numbers = new LinkedHashMap<>();
		StringBuilder output = new StringBuilder();
		try (BufferedReader reader = process.inputReader()) {
			for (String line = reader.readLine(); line != null; line = reader.readLine()) {
				output.append(line).append('\n');
				if (line.matches("[a-z ]*\\d*=\\d+")) {
					numbers.put(line.substring(0, line.indexOf('=')),
							Long.valueOf(line.substring(line.indexOf('=') + 1)));
				}
			}
			assertThat(process.waitFor()).as("%s", output).isZero();
			return numbers;
		}
		finally {
			process.destroyForcibly();
		}
	}

	static void print(Object name, long number) {
		System.out.println(name + "=" + number);
	}

}
