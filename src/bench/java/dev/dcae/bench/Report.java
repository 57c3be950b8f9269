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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The findings of a benchmark: printed as Markdown while it runs, and kept as Markdown and JSON in
 * {@code target/bench/reports}.
 */
final class Report {

	/**
	 * Tests have a folder of their own: numbers of a short run are none to keep.
	 */
	static final Path FOLDER = Path.of(System.getProperty("bench.reports", "target/bench/reports"));

	/**
	 * The place of a number in a format.
	 */
	private static final Pattern NUMBER = Pattern.compile("%[^%a-zA-Z]*[a-zA-Z]");

	private final String name;

	private final StringBuilder markdown = new StringBuilder();

	private final Map<String, Object> results = new LinkedHashMap<>();

	/**
	 * An empty report.
	 * @param name of its files, without an extension
	 * @param title of the whole
	 */
	Report(String name, String title) {
		this.name = name;
		this.results.put("title", title);
		print("## " + title);
	}

	/**
	 * Begins a table.
	 * @param key what the JSON calls it
	 */
	Table table(String key, String... columns) {
		List<Map<String, @Nullable Object>> rows = new ArrayList<>();
		this.results.put(key, rows);
		print("\n| " + String.join(" | ", columns) + " |");
		print("|---".repeat(columns.length) + "|");
		return new Table(columns, rows);
	}

	/**
	 * Says a result that is a single number, or that it could not be measured, as where a
	 * machine had no time to answer anything: then it is left out of the JSON.
	 * @param key what the JSON calls it
	 * @param format of a sentence with the number in it
	 */
	void figure(String key, String format, double value) {
		if (Double.isFinite(value)) {
			this.results.put(key, value);
			print("\n" + String.format(Locale.ROOT, format, value));
		}
		else {
			print("\n" + String.format(Locale.ROOT, NUMBER.matcher(format).replaceFirst("not measured")));
		}
	}

	/**
	 * Says a sentence that is not a result.
	 */
	void say(String sentence) {
		print("\n" + sentence);
	}

	private void print(String line) {
		this.markdown.append(line).append('\n');
		System.out.println(line);
	}

	/**
	 * Writes the files.
	 */
	void write() throws IOException {
		Files.createDirectories(FOLDER);
		Files.writeString(FOLDER.resolve(this.name + ".md"), this.markdown);
		Files.writeString(FOLDER.resolve(this.name + ".json"),
				JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsString(this.results));
	}

	/**
	 * A table that grows by rows.
	 */
	final class Table {

		private final String[] columns;

		private final List<Map<String, @Nullable Object>> rows;

		private Table(String[] columns, List<Map<String, @Nullable Object>> rows) {
			this.columns = columns;
			this.rows = rows;
		}

		/**
		 * Adds a row. Numbers are shown with three digits, or all of those before the point; those that are not finite
		 * are missing.
		 */
		void row(Object... cells) {
			if (cells.length != this.columns.length) {
				throw new IllegalArgumentException("%d cells for the columns %s".formatted(cells.length,
						Arrays.toString(this.columns)));
			}
			Map<String, @Nullable Object> row = new LinkedHashMap<>();
			List<String> shown = new ArrayList<>();
			for (int i = 0; i < cells.length; i++) {
				row.put(this.columns[i], isMissing(cells[i]) ? null : cells[i]);
				shown.add((cells[i] instanceof Double number) ? digits(number) : String.valueOf(cells[i]));
			}
			this.rows.add(row);
			print("| " + String.join(" | ", shown) + " |");
		}

	}

	private static boolean isMissing(Object cell) {
		return cell instanceof Double number && !Double.isFinite(number);
	}

	static String digits(double number) {
		if (isMissing(number)) {
			return "–";
		}
		int before = (number == 0) ? 1 : (int) Math.floor(Math.log10(Math.abs(number))) + 1;
		return String.format(Locale.ROOT, "%." + Math.clamp(3 - before, 0, 4) + "f", number);
	}

}
