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
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The number of pods of an upgrade, when a scaler is there or is turned on, with a
 * stand-in for the API server that has the deployment of before.
 */
@Tag("slow")
class ScaledReplicasTests {

	private static final String LIVE = "/apis/apps/v1/namespaces/images/deployments/shop-dcae";

	private static final String HELM = """
			{ "manager": "helm", "operation": "%s", "fieldsV1": { "f:spec": { "f:selector": {}, "f:template": {} } } }""";

	private static final String HELM_WITH_REPLICAS = """
			{ "manager": "helm", "operation": "%s", "fieldsV1": { "f:spec": { "f:replicas": {}, "f:selector": {} } } }""";

	private static final String SCALER = """
			{ "manager": "kube-controller-manager", "operation": "Update", "subresource": "scale",
			  "fieldsV1": { "f:spec": { "f:replicas": {} } } }""";

	/** Objects that the chart makes of the values here, by group and version. */
	private static final Map<String, List<String>> KINDS = Map.of("v1", List.of("Service"), "apps/v1",
			List.of("Deployment"), "policy/v1", List.of("PodDisruptionBudget"), "autoscaling/v2",
			List.of("HorizontalPodAutoscaler"), "keda.sh/v1alpha1", List.of("ScaledObject"));

	private HttpServer server;

	private @Nullable JsonNode deployment;

	@BeforeEach
	void start() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.createContext("/", this::answer);
		this.server.start();
	}

	@AfterEach
	void stop() {
		this.server.stop(0);
	}

	private void answer(HttpExchange exchange) throws IOException {
		String path = exchange.getRequestURI().getPath();
		Object found = path.equals(LIVE) ? this.deployment : discovered(path);
		byte[] answer = JsonMapper.shared()
			.writeValueAsBytes((found != null) ? found : Map.of("kind", "Status", "code", 404, "reason", "NotFound"));
		exchange.getResponseHeaders().set("Content-Type", "application/json");
		exchange.sendResponseHeaders((found != null) ? 200 : 404, answer.length);
		exchange.getResponseBody().write(answer);
		exchange.close();
	}

	/**
	 * Answers to what a client asks first: which version it talks to, and which kinds
	 * there are.
	 */
	private static @Nullable Object discovered(String path) {
		String version = path.replaceFirst("^/apis?/", "");
		return switch (path) {
			case "/version" -> Map.of("gitVersion", "v1.36.0");
			case "/api" -> Map.of("kind", "APIVersions", "versions", List.of("v1"));
			case "/apis" -> Map.of("kind", "APIGroupList", "groups",
					KINDS.keySet()
						.stream()
						.filter((each) -> each.contains("/"))
						.map((each) -> Map.of("name", each.split("/")[0], "versions",
								List.of(Map.of("groupVersion", each, "version", each.split("/")[1]))))
						.toList());
			default ->
				KINDS.containsKey(version) ? Map.of("kind", "APIResourceList", "groupVersion", version, "resources",
						KINDS.get(version)
							.stream()
							.map((kind) -> Map.of("kind", kind, "name", kind.toLowerCase(Locale.ROOT) + "s",
									"namespaced", true, "verbs", List.of("get")))
							.toList())
						: null;
		};
	}

	private @Nullable Integer replicas(String... options) {
		List<String> arguments = List.of("template", "shop", "helm", "--namespace", "images", "--skip-tests",
				"--is-upgrade", "--dry-run=server", "--disable-openapi-validation", "--kube-apiserver",
				"http://127.0.0.1:" + this.server.getAddress().getPort(), "--set", String.join(",", options));
		return Manifests.parse(KubernetesTools.helm(arguments).succeeded())
			.one(Deployment.class)
			.getSpec()
			.getReplicas();
	}

	private void thereIs(int replicas, String... managers) {
		this.deployment = JsonMapper.shared()
			.readTree(
					"""
							{ "apiVersion": "apps/v1", "kind": "Deployment", "metadata": { "name": "shop-dcae", "managedFields": [%s] },
							  "spec": { "replicas": %d } }"""
						.formatted(String.join(",", managers), replicas));
	}

	@ParameterizedTest
	@CsvSource({ "hpa", "keda" })
	void podsThatAreThereStayWhenAScalerIsTurnedOn(String scaler) {
		thereIs(5, HELM_WITH_REPLICAS.formatted("Apply"));
		assertThat(replicas("replicaCount=5", "autoscaling.%s.enabled=true".formatted(scaler))).isEqualTo(5);
	}

	/**
	 * The next upgrade, and each after it: an older number would undo what the scaler
	 * did, and a rollback would bring it back.
	 */
	@Test
	void theNumberIsTheScalersOnceItHasSetIt() {
		thereIs(7, HELM.formatted("Apply"), SCALER);
		assertThat(replicas("autoscaling.hpa.enabled=true")).isNull();
	}

	@Test
	void theScalerMayHaveFoundTheNumberRight() {
		thereIs(5, HELM_WITH_REPLICAS.formatted("Apply"));
		assertThat(replicas("autoscaling.hpa.enabled=true")).isEqualTo(5);
	}

	/**
	 * A number that an earlier release named and a later one does not is reset there,
	 * whoever set it last.
	 */
	@Test
	void withoutApplyOnTheServerTheNumberIsAlwaysNamed() {
		thereIs(7, HELM.formatted("Update"), SCALER);
		assertThat(replicas("autoscaling.hpa.enabled=true")).isEqualTo(7);
	}

	@Test
	void whereThereIsNoDeploymentYetTheScalerBegins() {
		assertThat(replicas("autoscaling.hpa.enabled=true", "autoscaling.minReplicas=2")).isNull();
	}

	@Test
	void withoutAScalerTheNumberIsTheValue() {
		thereIs(7, HELM_WITH_REPLICAS.formatted("Apply"), SCALER);
		assertThat(replicas("replicaCount=2")).isEqualTo(2);
	}

}
