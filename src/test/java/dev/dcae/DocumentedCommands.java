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
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Commands as the documents give them, which tests run as far as they can.
 */
public final class DocumentedCommands {

	/** Documents for whoever runs the service. */
	public static final List<Path> PAGES = List.of(Path.of("README.md"), Path.of("docs/operations.md"),
			Path.of("docs/SECURITY.md"), Path.of("docs/CONTRIBUTING.md"), Path.of("docs/embedded-models.md"),
			Path.of("docs/metrics.md"), Path.of("helm/README.md"));

	private static final Pattern BLOCK = Pattern.compile("(?ms)^```sh$\\R(.*?)^```$");

	private static final Pattern INLINE = Pattern
		.compile("`((?:[A-Z_]+=\\S+ )?(?:docker|docker-compose|java|kubectl|mvn) [^`]+)`");

	private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)");

	private DocumentedCommands() {
	}

	/**
	 * A command of a page.
	 *
	 * @param page that has it
	 * @param line as it stands there, in one line
	 */
	public record Line(Path page, String line) {

		/**
		 * The words that a shell makes of it, without variables that are set before the
		 * command.
		 */
		public List<String> words() {
			return WORD.matcher(this.line)
				.results()
				.map((word) -> (word.group(1) != null) ? word.group(1)
						: (word.group(2) != null) ? word.group(2) : word.group(3))
				.dropWhile((word) -> word.matches("[A-Z_]+=.*"))
				.toList();
		}

		/**
		 * The variables that are set before the command.
		 */
		public Map<String, String> environment() {
			Map<String, String> variables = new TreeMap<>();
			for (String word : this.line.split(" ")) {
				if (!word.matches("[A-Z_]+=.*")) {
					break;
				}
				variables.put(word.split("=", 2)[0], word.split("=", 2)[1]);
			}
			return variables;
		}

		@Override
		public String toString() {
			return "%s: %s".formatted(this.page, this.line);
		}

	}

	/**
	 * Every line of a block for a shell and, where it has arguments, every command in the
	 * text, in pages for people who run the service.
	 */
	public static List<Line> all() {
		List<Line> lines = new ArrayList<>();
		for (Path page : PAGES) {
			String text = read(page);
			BLOCK.matcher(text)
				.results()
				.flatMap((block) -> block.group(1).replaceAll("\\\\\\R\\s*", " ").lines())
				.map((line) -> line.replaceFirst("\\s+#.*", "").strip())
				.filter((line) -> !line.isEmpty())
				.forEach((line) -> lines.add(new Line(page, line)));
			INLINE.matcher(BLOCK.matcher(text).replaceAll(""))
				.results()
				.forEach((command) -> lines.add(new Line(page, command.group(1).replaceAll("\\s+", " "))));
		}
		return lines;
	}

	/**
	 * Those of a tool.
	 */
	public static List<Line> of(String tool) {
		List<Line> lines = all().stream().filter((line) -> tool.equals(line.words().getFirst())).toList();
		if (lines.isEmpty()) {
			throw new AssertionError("No page has a command of " + tool);
		}
		return lines;
	}

	private static String read(Path page) {
		try {
			return Files.readString(page);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
