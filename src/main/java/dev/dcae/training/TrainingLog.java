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
package dev.dcae.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The run's numbers as a table, {@code log.csv}. A resumed run goes on behind the step
 * that it resumed at.
 */
final class TrainingLog {

	private static final String FILE = "log.csv";

	private static final List<String> COLUMNS = List.of("step", "loss", "psnr", "learning_rate", "gradient_norm",
			"skipped", "seconds", "validation_psnr", "validation_ssim");

	private final Path file;

	private final int columns;

	/**
	 * A row.
	 *
	 * @param step the last of those it is about
	 * @param values of the other columns, in order
	 */
	record Row(int step, List<Double> values) {

		private String text() {
			return Stream
				.concat(Stream.of(Integer.toString(this.step)),
						this.values.stream().map((value) -> String.format(Locale.ROOT, "%.6g", value)))
				.collect(Collectors.joining(","));
		}

		private static Row of(String line) {
			String[] cells = line.split(",");
			return new Row(Integer.parseInt(cells[0]),
					IntStream.range(1, cells.length).mapToObj((i) -> Double.valueOf(cells[i])).toList());
		}

		double loss() {
			return this.values.get(0);
		}

		double psnr() {
			return this.values.get(1);
		}

		double validationPsnr() {
			return this.values.get(6);
		}

		double validationSsim() {
			return this.values.get(7);
		}

	}

	/**
	 * Opens the log.
	 * @param steps that a resumed run has made; what was logged after them is forgotten
	 * @param terms of the loss
	 * @param parts whose sizes are logged
	 */
	TrainingLog(Path folder, int steps, List<String> terms, List<String> parts) throws IOException {
		this.file = folder.resolve(FILE);
		List<String> columns = Stream.of(COLUMNS, terms, parts.stream().map((part) -> "rms " + part).toList())
			.flatMap(List::stream)
			.toList();
		this.columns = columns.size();
		List<String> lines = new ArrayList<>(List.of(String.join(",", columns)));
		if (steps > 0 && Files.exists(this.file)) {
			rows().stream().filter((row) -> row.step() <= steps).map(Row::text).forEach(lines::add);
		}
		CheckpointFolder.write(this.file, String.join("\n", lines) + "\n");
	}

	void add(Row row) {
		try {
			Files.writeString(this.file, row.text() + "\n", StandardOpenOption.APPEND);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The log cannot be written: " + ex.getMessage(), ex);
		}
	}

	/**
	 * The rows that are whole: a full disk may have cut one.
	 */
	List<Row> rows() throws IOException {
		String text = Files.readString(this.file);
		return text.substring(0, text.lastIndexOf('\n') + 1)
			.lines()
			.skip(1)
			.filter((line) -> line.split(",").length == this.columns)
			.map(Row::of)
			.toList();
	}

}
