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
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every benchmark still works: run short, it ends well and leaves a report of finite
 * numbers.
 */
@Tag("slow")
class BenchmarkTests {

	private static final Path REPORTS = Path.of("target/bench/short");

	private static final int LONGEST_MINUTES = 20;

	static List<String> benches() {
		return Benches.names();
	}

	@ParameterizedTest
	@MethodSource("benches")
	void runsAndReports(String bench) throws Exception {
		Path markdown = REPORTS.resolve(Benches.report(bench) + ".md");
		Path json = REPORTS.resolve(Benches.report(bench) + ".json");
		Files.deleteIfExists(markdown);
		Files.deleteIfExists(json);
		Path log = Files.createDirectories(Path.of("target/bench")).resolve(bench + ".log");
		Process process = Benches.process(bench, REPORTS, List.of("short"))
			.redirectErrorStream(true)
			.redirectOutput(log.toFile())
			.start();
		try {
			assertThat(process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)).as("ends in time").isTrue();
		}
		finally {
			process.destroyForcibly();
		}
		assertThat(process.exitValue()).as(() -> "status of " + bench + "; see " + log).isZero();
		JsonNode report = JsonMapper.builder().build().readTree(Files.readString(json));
		assertThat(Files.readString(markdown)).startsWith("## " + report.get("title").stringValue() + "\n")
			.contains("\n|---|");
		assertThat(tables(report)).isNotEmpty().allSatisfy(BenchmarkTests::hasNumbers);
		assertThat(report.valueStream().filter((value) -> !value.isArray()).skip(1)).as("figures")
			.allSatisfy(BenchmarkTests::isFinite);
	}

	private static List<JsonNode> tables(JsonNode report) {
		return report.valueStream().filter(JsonNode::isArray).toList();
	}

	/**
	 * A cell may be missing, as what is offered in a closed loop is; not all of a row.
	 */
	private static void hasNumbers(JsonNode table) {
		assertThat(table).isNotEmpty().allSatisfy((row) -> {
			assertThat(row.valueStream()).anyMatch(JsonNode::isNumber);
			assertThat(row.valueStream().filter(JsonNode::isNumber)).allSatisfy(BenchmarkTests::isFinite);
		});
	}

	private static void isFinite(JsonNode value) {
		assertThat(value.isNumber()).as("%s is a number", value).isTrue();
		assertThat(value.doubleValue()).isFinite();
	}

}
