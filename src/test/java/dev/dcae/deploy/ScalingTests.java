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
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Scaling by the seconds of work that wait, in either of two ways.
 */
class ScalingTests {

	private static final String VALUES = "autoscaling: { minReplicas: 2, maxReplicas: 9, queueSeconds: 2.5, %s: { enabled: true } }";

	/**
	 * Two pods that need 8 and 2 seconds for what waits, one that has not seen any of it
	 * run yet, one of another deployment.
	 */
	private static final String SERIES = """
			rule_files: []
			evaluation_interval: 1m
			tests:
			  - interval: 1m
			    input_series:
			      - { series: 'dcae_queue_seconds{namespace="images", job="shop-dcae-management", pod="a"}', values: '8x5' }
			      - { series: 'dcae_queue_seconds{namespace="images", job="shop-dcae-management", pod="b"}', values: '2x5' }
			      - { series: 'dcae_queue_items{namespace="images", job="shop-dcae-management", pod="c"}', values: '9x5' }
			      - { series: 'dcae_queue_seconds{namespace="images", job="other", pod="d"}', values: '9000x5' }
			    promql_expr_test:
			      - expr: '%s'
			        eval_time: 2m
			        exp_samples: [%s]
			""";

	@ParameterizedTest
	@ValueSource(strings = { "hpa", "keda" })
	void bothKeepWithinTheirBounds(String scaler) throws IOException {
		Manifests manifests = Manifests.of(VALUES.formatted(scaler));
		Map<String, Object> behavior;
		if (scaler.equals("hpa")) {
			HorizontalPodAutoscaler hpa = manifests.one(HorizontalPodAutoscaler.class);
			assertThat(hpa.getSpec().getScaleTargetRef().getKind()).isEqualTo("Deployment");
			assertThat(hpa.getSpec().getScaleTargetRef().getName()).isEqualTo(name(manifests));
			assertThat(List.of(hpa.getSpec().getMinReplicas(), hpa.getSpec().getMaxReplicas())).containsExactly(2, 9);
			assertThat(hpa.getSpec().getMetrics()).singleElement().satisfies((metric) -> {
				assertThat(metric.getPods().getMetric().getName()).isEqualTo("dcae_queue_seconds");
				assertThat(metric.getPods().getTarget().getAverageValue()).isEqualTo(new Quantity("2.5"));
			});
			assertThat(hpa.getSpec().getBehavior().getScaleDown().getStabilizationWindowSeconds()).isEqualTo(300);
		}
		else {
			GenericKubernetesResource keda = manifests.custom("ScaledObject");
			assertThat(keda.<String>get("spec", "scaleTargetRef", "name")).isEqualTo(name(manifests));
			assertThat(keda.<Integer>get("spec", "minReplicaCount")).isEqualTo(2);
			assertThat(keda.<Integer>get("spec", "maxReplicaCount")).isEqualTo(9);
			assertThat(keda.<String>get("spec", "triggers", 0, "metadata", "threshold")).isEqualTo("2.5");
			// It would hold for scaling to nothing alone.
			assertThat(keda.<Integer>get("spec", "cooldownPeriod")).isNull();
			behavior = keda.get("spec", "advanced", "horizontalPodAutoscalerConfig", "behavior");
			assertThat(behavior).isEqualTo(Map.of("scaleDown", Map.of("stabilizationWindowSeconds", 300)));
			assertThat(keda.<Map<String, Object>>get("spec", "fallback"))
				.isEqualTo(Map.of("failureThreshold", 3, "replicas", 2, "behavior", "currentReplicasIfHigher"));
		}
	}

	private static String name(Manifests manifests) {
		return manifests.one(Deployment.class).getMetadata().getName();
	}

	@Test
	void aBehaviorOfOnesOwnIsBesideTheCooldown() throws IOException {
		HorizontalPodAutoscaler hpa = ValueSets.manifests("hpa").one(HorizontalPodAutoscaler.class);
		assertThat(hpa.getSpec().getBehavior().getScaleUp().getPolicies()).hasSize(1);
		assertThat(hpa.getSpec().getBehavior().getScaleDown().getStabilizationWindowSeconds()).isEqualTo(300);
		Map<String, Object> down = ValueSets.manifests("keda")
			.custom("ScaledObject")
			.get("spec", "advanced", "horizontalPodAutoscalerConfig", "behavior", "scaleDown");
		assertThat(down).containsEntry("stabilizationWindowSeconds", 600).containsKey("policies");
	}

	@Test
	void aWindowOfNoughtIsOneOfOnesOwn() throws IOException {
		String values = """
				autoscaling:
				  behavior: { scaleDown: { stabilizationWindowSeconds: 0 } }
				  %s: { enabled: true }
				""";
		assertThat(Manifests.of(values.formatted("hpa"))
			.one(HorizontalPodAutoscaler.class)
			.getSpec()
			.getBehavior()
			.getScaleDown()
			.getStabilizationWindowSeconds()).isZero();
		assertThat(Manifests.of(values.formatted("keda"))
			.custom("ScaledObject")
			.<Integer>get("spec", "advanced", "horizontalPodAutoscalerConfig", "behavior", "scaleDown",
					"stabilizationWindowSeconds"))
			.isZero();
	}

	@Test
	void kedaAddsUpTheSecondsOfItsDeployment(@TempDir Path folder) throws Exception {
		Manifests manifests = Manifests.of(VALUES.formatted("keda"));
		assertThat(manifests.all(Service.class)).extracting((service) -> service.getMetadata().getName())
			.contains("shop-dcae-management");
		String query = manifests.custom("ScaledObject").get("spec", "triggers", 0, "metadata", "query");
		evaluate(folder, query, "{ value: 10 }");
	}

	@Test
	@SuppressWarnings("unchecked")
	void theAdapterTellsTheSecondsOfEachPod(@TempDir Path folder) throws Exception {
		Map<String, Map<String, List<Map<String, Object>>>> file = new Yaml(new SafeConstructor(new LoaderOptions()))
			.load(Files.readString(Manifests.CHART.resolve("files/prometheus-adapter.yaml")));
		Map<String, Object> rule = file.get("rules").get("custom").getFirst();
		assertThat((Map<String, Object>) rule.get("name")).containsEntry("as", "dcae_queue_seconds");
		// What the adapter puts in their places.
		String query = rule.get("metricsQuery")
			.toString()
			.replace("<<.Series>>", "dcae_queue_seconds")
			.replace("<<.LabelMatchers>>", "namespace=\"images\",pod=~\"a|b|c\"")
			.replace("<<.GroupBy>>", "pod");
		assertThat(query).doesNotContain("<<");
		evaluate(folder, query, "{ labels: '{pod=\"a\"}', value: 8 }, { labels: '{pod=\"b\"}', value: 2 }");
	}

	private static void evaluate(Path folder, String query, String samples) throws Exception {
		Path file = Files.writeString(folder.resolve("query.yaml"), SERIES.formatted(query, samples));
		assertThat(Promtool.run("test", "rules", file.toString())).contains("SUCCESS");
	}

}
