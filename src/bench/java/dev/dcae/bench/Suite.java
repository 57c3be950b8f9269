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
package dev.dcae.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import tools.jackson.databind.json.JsonMapper;

/**
 * Runs all benchmarks, each in a process of its own, and puts what they found together in {@code target/bench/report.md}
 * and {@code report.json}. The argument {@code write} puts it into the documentation, too; the names of benchmarks have
 * only those run again, beside what the others reported last; all others, such as {@code short}, are passed on. Ends with
 * an error if a benchmark does, after the others have run.
 */
public final class Suite {

	private static final Path FOLDER = Path.of("target/bench");

	private static final Path DOCUMENT = Path.of("docs/performance.md");

	private static final String HEADING = "## The last full run";

	private Suite() {
	}

	public static void main(String[] args) throws Exception {
		// Maven passes all of them as one.
		List<String> passed = new ArrayList<>(List.of(Benches.arguments(args)));
		boolean write = passed.removeIf("write"::equals);
		List<String> wanted = passed.stream().filter(Benches.names()::contains).toList();
		passed.removeAll(wanted);
		if (write && !wanted.isEmpty()) {
			requireReports(Report.FOLDER, wanted);
		}
		JsonMapper json = JsonMapper.builder().build();
		Machine machine = Machine.here();
		StringBuilder markdown = new StringBuilder(machine.line()).append('\n');
		Map<String, Object> results = new LinkedHashMap<>();
		List<String> failed = new ArrayList<>();
		for (String bench : Benches.names()) {
			Path text = report(bench, "md");
			Path values = report(bench, "json");
			boolean run = wanted.isEmpty() || wanted.contains(bench);
			int status = run ? run(bench, passed) : 0;
			boolean written = Files.exists(text) && Files.exists(values);
			if (written) {
				markdown.append("\n#").append(Files.readString(text));
				if (!run) {
					markdown.append("\nThis was run earlier, at %s.\n"
						.formatted(Files.getLastModifiedTime(text).toInstant().truncatedTo(ChronoUnit.MINUTES)));
				}
				results.put(Benches.report(bench), json.readTree(Files.readString(values)));
			}
			if (status != 0 || (run && !written)) {
				markdown.append("\n%s failed.%n".formatted(bench));
				failed.add(bench);
			}
		}
		Files.createDirectories(FOLDER);
		Files.writeString(FOLDER.resolve("report.md"), markdown);
		Files.writeString(FOLDER.resolve("report.json"),
				json.writerWithDefaultPrettyPrinter().writeValueAsString(Map.of("machine", machine, "benchmarks", results)));
		if (write) {
			write(DOCUMENT, markdown.toString());
		}
		if (!failed.isEmpty()) {
			throw new IllegalStateException("These failed: " + failed);
		}
	}

	/**
	 * Holds that every benchmark that is not run again has a report: the document would
	 * lose what it says of the others.
	 * @throws IllegalArgumentException if one has none, naming them
	 */
	static void requireReports(Path folder, List<String> wanted) {
		List<String> missing = Benches.names()
			.stream()
			.filter((bench) -> !wanted.contains(bench))
			.filter((bench) -> !Files.exists(folder.resolve(Benches.report(bench) + ".md")))
			.toList();
		if (!missing.isEmpty()) {
			throw new IllegalArgumentException(
					"There is no earlier report of %s in %s, and %s would lose what it has of them: run them, too"
						.formatted(String.join(", ", missing), folder, DOCUMENT));
		}
	}

	/**
	 * Runs a benchmark, whose last report is gone before.
	 * @return its exit status
	 */
	private static int run(String bench, List<String> arguments) throws Exception {
		Files.deleteIfExists(report(bench, "md"));
		Files.deleteIfExists(report(bench, "json"));
		System.out.printf("%n# %s%n%n", bench);
		return Benches.process(bench, Report.FOLDER, arguments).inheritIO().start().waitFor();
	}

	private static Path report(String bench, String extension) {
		return Report.FOLDER.resolve(Benches.report(bench) + "." + extension);
	}

	/**
	 * Replaces what is below the heading, which is added if it is missing.
	 */
	static void write(Path document, String markdown) throws IOException {
		String text = Files.readString(document);
		int at = ("\n" + text).indexOf("\n" + HEADING + "\n");
		String before = (at < 0) ? text.stripTrailing() + "\n\n" : text.substring(0, at);
		Files.writeString(document, before + HEADING + "\n\n" + markdown);
	}

}
