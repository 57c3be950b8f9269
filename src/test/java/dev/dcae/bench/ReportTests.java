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

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a benchmark writes.
 */
class ReportTests {

	private static final String NAME = "report-tests";

	private final Path markdown = Report.FOLDER.resolve(NAME + ".md");

	private final Path json = Report.FOLDER.resolve(NAME + ".json");

	@AfterEach
	void delete() throws Exception {
		Files.deleteIfExists(this.markdown);
		Files.deleteIfExists(this.json);
	}

	@ParameterizedTest
	@ValueSource(doubles = { Double.NaN, Double.POSITIVE_INFINITY })
	void aFigureThatCouldNotBeMeasuredIsLeftOutAndSaidSo(double value) throws Exception {
		Report report = new Report(NAME, "A report");
		report.figure("ratio", "On over off: %.2f", value);
		report.write();
		assertThat(this.markdown).content().contains("On over off: not measured");
		assertThat(this.json).content().doesNotContain("ratio");
	}

	@Test
	void aFigureIsInBoth() throws Exception {
		Report report = new Report(NAME, "A report");
		report.figure("ratio", "%.0f %% of it", 12);
		report.write();
		assertThat(this.markdown).content().contains("12 % of it");
		assertThat(this.json).content().contains("\"ratio\" : 12.0");
	}

}
