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
import java.util.List;
import java.util.Map;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The alerts of a release.
 */
class MonitoringTests {

	private static final String RULES = "monitoring: { prometheusRule: { enabled: true } }\n";

	/**
	 * One of two releases is down, has a lost device and fails; a second deployment of
	 * the other was never there.
	 */
	private static final String TESTS = """
			rule_files: [one.yaml, two.yaml]
			evaluation_interval: 1m
			tests:
			  - interval: 1m
			    input_series:
			      - { series: 'up{namespace="images", pod="a", job="one-dcae-management", instance="a"}', values: '0x40' }
			      - { series: 'up{namespace="images", pod="b", job="two-dcae-f8-management", instance="b"}', values: '1x40' }
			      - { series: 'up{namespace="elsewhere", pod="c", job="one-dcae-management", instance="c"}', values: '0x40' }
			      - { series: 'dcae_device_quarantined{namespace="images", pod="a", job="one-dcae-management", instance="a", device="cpu"}', values: '1x40' }
			      - { series: 'dcae_request_seconds_count{namespace="images", pod="a", job="one-dcae-management", instance="a", outcome="failed"}', values: '0+9x40' }
			    alert_rule_test:
			      - alertname: DcaeInstanceDown
			        eval_time: 31m
			        exp_alerts: []
			      - alertname: DcaeInstanceDown
			        eval_time: 32m
			        exp_alerts:
			          - exp_labels: { severity: critical, team: images, namespace: images, pod: a, job: one-dcae-management, instance: a }
			            exp_annotations: { summary: "a does not answer", runbook: "docs/operations.md#dcaeinstancedown", runbook_url: "https://wiki.example/dcae#dcaeinstancedown",
			              description: "Prometheus could not fetch the metrics of a for longer than a start may take: it is down or cut off." }
			      - alertname: DcaeDeviceQuarantined
			        eval_time: 5m
			        exp_alerts:
			          - exp_labels: { severity: critical, team: images, namespace: images, pod: a, job: one-dcae-management, instance: a, device: cpu }
			            exp_annotations: { summary: "cpu of a is lost", runbook: "docs/operations.md#dcaedevicequarantined", runbook_url: "https://wiki.example/dcae#dcaedevicequarantined",
			              description: "cpu had a fault from which it does not recover in this process. The others carry its work; a new process may get it back." }
			      - alertname: DcaeErrors
			        eval_time: 15m
			        exp_alerts:
			          - exp_labels: { severity: critical, team: images, namespace: images, pod: a, job: one-dcae-management, instance: a }
			            exp_annotations: { summary: "Requests fail at a", runbook: "docs/operations.md#dcaeerrors", runbook_url: "https://wiki.example/dcae#dcaeerrors",
			              description: "100% of the requests to a failed through no fault of their own. The log has each under its request id." }
			      - alertname: DcaeNoTargets
			        eval_time: 15m
			        exp_alerts:
			          - exp_labels: { severity: critical, namespace: images, job: two-dcae-f32-management }
			            exp_annotations: { summary: "Prometheus knows of no instance of two-dcae-f32-management", runbook: "docs/operations.md#dcaenotargets",
			              description: "There has been nothing to fetch metrics from for ten minutes: no pod, or a monitor that does not match. No other alert can fire." }
			""";

	@Test
	void twoReleasesAlertForThemselvesAlone(@TempDir Path folder) throws Exception {
		write(folder.resolve("one.yaml"), Manifests.named("one",
				"""
						startup: { limitSeconds: 1800 }
						monitoring:
						  prometheusRule: { enabled: true, runbookUrl: "https://wiki.example/dcae", alertLabels: { team: images } }
						"""));
		write(folder.resolve("two.yaml"), Manifests.named("two", RULES + "deployments: [{ name: f8 }, { name: f32 }]"));
		Path tests = Files.writeString(folder.resolve("tests.yaml"), TESTS);
		assertThat(Promtool.run("check", "rules", folder.resolve("two.yaml").toString())).contains("SUCCESS");
		assertThat(Promtool.run("test", "rules", tests.toString())).contains("SUCCESS");
	}

	private static void write(Path file, Manifests manifests) throws IOException {
		Files.writeString(file, new Yaml().dump(spec(manifests.custom("PrometheusRule"))));
	}

	private static Map<String, Object> spec(GenericKubernetesResource resource) {
		return resource.get("spec");
	}

	@Test
	void everyRuleIsThereAndOfThisReleaseAlone() throws IOException {
		List<String> all = Dashboards.alerts().findValuesAsString("alert");
		List<Map<String, Object>> rules = Manifests.of(RULES)
			.custom("PrometheusRule")
			.get("spec", "groups", 0, "rules");
		assertThat(rules).extracting((rule) -> rule.get("alert").toString()).isEqualTo(all);
		for (Map<String, Object> rule : rules) {
			String expression = rule.get("expr").toString();
			int series = PromQl.metrics(expression).size();
			assertThat(series).isPositive();
			assertThat(expression.split("namespace=\"images\",job=~?\"shop-dcae-management\"", -1))
				.hasSizeGreaterThan(series);
			assertThat(expression).doesNotContain(".*dcae");
		}
		assertThat(JsonMapper.shared().writeValueAsString(rules)).contains("for\":\"720s");
	}

	@Test
	void aPodThatDownloadsIsNotDown() throws IOException {
		List<Map<String, Object>> rules = Manifests
			.of(RULES + "\ndcae: { models: [{ id: a, source: \"hf:owner/name\" }] }")
			.custom("PrometheusRule")
			.get("spec", "groups", 0, "rules");
		assertThat(JsonMapper.shared().writeValueAsString(rules)).contains("for\":\"2520s");
	}

	@Test
	void metricsThatAreFoundInAnotherWayAreNamed() throws IOException {
		List<Map<String, Object>> rules = ValueSets.manifests("pod-monitor")
			.custom("PrometheusRule")
			.get("spec", "groups", 0, "rules");
		assertThat(rules).extracting((rule) -> rule.get("expr").toString())
			.allSatisfy((expression) -> assertThat(expression).contains("{job=\"pods\",app=\"dcae\""))
			.contains("absent(up{job=\"pods\",app=\"dcae\"})");
	}

	@Test
	void podsAreFoundUnderTheSameJob() throws IOException {
		GenericKubernetesResource monitor = ValueSets.manifests("pod-monitor").custom("PodMonitor");
		List<Map<String, String>> relabelings = monitor.get("spec", "podMetricsEndpoints", 0, "relabelings");
		assertThat(relabelings).containsExactly(Map.of("targetLabel", "job", "replacement", "shop-dcae-management"),
				Map.of("targetLabel", "cluster", "replacement", "eu"));
		assertThat(monitor.<String>get("spec", "podMetricsEndpoints", 0, "port")).isEqualTo("management");
	}

}
