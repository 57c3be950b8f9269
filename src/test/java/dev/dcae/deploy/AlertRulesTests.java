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
package dev.dcae.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Alert rules and dashboard, as Prometheus reads them.
 */
class AlertRulesTests {

	private static final Path RUNBOOK = Path.of("docs/operations.md");

	private static final Pattern SUM = Pattern.compile("\\b(?:sum|min|max|avg|count) by \\(([^)]*)\\)");

	private static final Path UNIT_TESTS = Path.of("src/test/resources/prometheus/alerts-tests.yaml");

	@Test
	void prometheusTakesTheRules() throws Exception {
		assertThat(Promtool.run("check", "rules", "--lint-fatal", Dashboards.ALERTS.toString())).contains("SUCCESS");
	}

	@Test
	void theRulesFireWhenTheyShouldAndOnlyThen() throws Exception {
		assertThat(Promtool.run("test", "rules", UNIT_TESTS.toString())).contains("SUCCESS");
	}

	@Test
	void everyAlertIsSeenToFireAndToBeSilent() throws IOException {
		Set<String> firing = new HashSet<>();
		Set<String> silent = new HashSet<>();
		for (JsonNode test : Dashboards.yaml(UNIT_TESTS).findValues("alert_rule_test")) {
			for (JsonNode expected : test) {
				(expected.path("exp_alerts").isEmpty() ? silent : firing).add(expected.path("alertname").asString());
			}
		}
		List<String> alerts = Dashboards.alerts().findValuesAsString("alert");
		assertThat(firing).containsExactlyInAnyOrderElementsOf(alerts);
		assertThat(silent).containsExactlyInAnyOrderElementsOf(alerts);
	}

	/**
	 * Or routes by namespace would miss an alert, and nobody would know of which pod it
	 * is.
	 */
	@Test
	void everySumKeepsWhereItIsFrom() throws IOException {
		List<String> sums = Dashboards.conditions()
			.stream()
			.flatMap((condition) -> SUM.matcher(condition).results())
			.map((sum) -> sum.group(1))
			.toList();
		assertThat(sums).hasSizeGreaterThan(8)
			.allSatisfy((labels) -> assertThat(labels.split(", *")).contains("namespace", "pod", "job", "instance"));
		assertThat(String.join("", Dashboards.conditions())).doesNotContainPattern("(sum|min|max|avg|count) *\\(");
	}

	@Test
	void everyAlertSaysWhatItIsAndWhereToReadOn() throws IOException {
		Set<String> names = new HashSet<>();
		for (JsonNode rule : Dashboards.alerts().at("/groups/0/rules")) {
			String name = rule.path("alert").asString();
			assertThat(names.add(name)).as(name).isTrue();
			assertThat(rule.at("/labels/severity").asString()).as(name).isIn("critical", "warning", "info");
			assertThat(rule.at("/annotations/summary").asString()).as(name).isNotBlank();
			assertThat(rule.at("/annotations/description").asString()).as(name).isNotBlank();
			assertThat(rule.at("/annotations/runbook").asString())
				.isEqualTo("docs/operations.md#" + name.toLowerCase(Locale.ROOT));
			assertThat(RUNBOOK).content().containsPattern("(?m)^#+ " + name + "$");
		}
		assertThat(names).hasSizeGreaterThan(8);
	}

	@Test
	void prometheusTakesEveryQueryOfTheDashboard(@TempDir Path folder) throws Exception {
		StringBuilder rules = new StringBuilder("groups:\n  - name: dashboard\n    rules:\n");
		int number = 0;
		for (String query : Dashboards.queries()) {
			String plain = query.replace("$__rate_interval", "5m")
				.replaceAll("\\$(namespace|job|instance|model)", ".*");
			assertThat(plain).as("variables").doesNotContain("$");
			rules.append("      - record: query:%d\n        expr: '%s'\n".formatted(number++, plain));
		}
		assertThat(number).isGreaterThan(30);
		Path file = Files.writeString(folder.resolve("queries.yaml"), rules);
		assertThat(Promtool.run("check", "rules", file.toString())).contains("SUCCESS: %d rules".formatted(number));
	}

	@Test
	void theDashboardLeavesItsDataSourceToWhoImportsIt() throws IOException {
		JsonNode dashboard = Dashboards.dashboard();
		assertThat(dashboard.path("templating").findValuesAsString("name")).contains("datasource", "namespace", "job",
				"instance");
		// Releases in two namespaces may have one name.
		assertThat(dashboard.findValuesAsString("expr")).allSatisfy((query) -> assertThat(query.split("job=~", -1))
			.hasSameSizeAs(query.split("\\{namespace=~\"\\$namespace\", job=~\"\\$job\"", -1)));
		Set<Integer> ids = new HashSet<>();
		for (JsonNode panel : dashboard.path("panels")) {
			assertThat(ids.add(panel.path("id").asInt())).as("id of %s", panel.path("title")).isTrue();
			if (!panel.path("type").asString().equals("row")) {
				assertThat(panel.at("/datasource/uid").asString()).isEqualTo("${datasource}");
				assertThat(panel.path("targets")).isNotEmpty();
			}
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			up == 0 | up
			sum by (job, le) (rate(a_total{x="b{c}", y=~"d.e"}[5m])) / 1e6 | a_total
			histogram_quantile(0.9, sum by(le) (rate(a_bucket[$__rate_interval]))) > 10 | a_bucket
			a * on (instance) group_left (version) b_info unless c offset 5m | a,b_info,c
			avg_over_time(a[1h:5m]) > bool 2 or vector(0) | a
			sum(a) without (device) | a
			""")
	void metricsAreFoundInQueries(String query, String names) {
		assertThat(PromQl.metrics(query)).containsExactlyInAnyOrder(names.split(","));
	}

}
