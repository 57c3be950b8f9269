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
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.HTTPIngressPath;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

/**
 * Deployments of several kinds of models, each with its own models, GPUs and scaling,
 * behind one address.
 */
class ManyDeploymentsTests {

	@Test
	void eachHasItsOwnModelsPodsAndGpus() throws IOException {
		Manifests manifests = ValueSets.manifests("many");
		Map<String, Deployment> deployments = manifests.all(Deployment.class)
			.stream()
			.collect(Collectors.toMap((each) -> each.getMetadata().getName(), (each) -> each));
		assertThat(deployments).containsOnlyKeys("shop-dcae-f8", "shop-dcae-f32", "shop-dcae-f64");
		assertThat(limits(deployments.get("shop-dcae-f8")))
			.contains(entry("nvidia.com/mig-1g.10gb", new Quantity("1")));
		assertThat(limits(deployments.get("shop-dcae-f32"))).contains(entry("nvidia.com/gpu", new Quantity("2")));
		assertThat(limits(deployments.get("shop-dcae-f64"))).containsOnly(entry("memory", new Quantity("24Gi")));
		assertThat(container(deployments.get("shop-dcae-f64")).getImage()).doesNotEndWith("-cu128");
		assertThat(container(deployments.get("shop-dcae-f32")).getImage()).endsWith("-cu128");
		assertThat(deployments.get("shop-dcae-f32").getSpec().getReplicas()).isEqualTo(2);
		assertThat(deployments.get("shop-dcae-f8").getSpec().getReplicas()).isNull();
		assertThat(deployments.get("shop-dcae-f32").getSpec().getTemplate().getSpec().getInitContainers()).hasSize(1);
		assertThat(deployments.get("shop-dcae-f8").getSpec().getTemplate().getSpec().getInitContainers()).isEmpty();
		assertThat(Manifests.settings(deployments.get("shop-dcae-f8"))).contains("id: sd-vae", "- cuda:0")
			.doesNotContain("sana");
		assertThat(Manifests.settings(deployments.get("shop-dcae-f32"))).contains("id: sana", "id: lite", "- cuda:1");
		assertThat(Manifests.settings(deployments.get("shop-dcae-f64"))).contains("id: f64").doesNotContain("cuda");
		GenericKubernetesResource scaler = manifests.custom("ScaledObject");
		assertThat(scaler.<Integer>get("spec", "maxReplicaCount")).isEqualTo(8);
		assertThat(scaler.<String>get("spec", "triggers", 0, "metadata", "query"))
			.contains("job=\"shop-dcae-f8-management\"");
	}

	@Test
	void anEntrysKeysAreBesideThoseOfAll() throws IOException {
		Deployment deployment = Manifests.of("""
				deployments:
				  - name: a
				    resources: { requests: { cpu: null }, limits: { memory: 8Gi } }
				    podSecurityContext: { runAsUser: null, fsGroup: 7 }
				    containerSecurityContext: { readOnlyRootFilesystem: false }
				""").one(Deployment.class);
		ResourceRequirements resources = container(deployment).getResources();
		assertThat(resources.getRequests()).containsOnly(entry("memory", new Quantity("4Gi")));
		assertThat(resources.getLimits()).containsOnly(entry("memory", new Quantity("8Gi")));
		PodSecurityContext pod = deployment.getSpec().getTemplate().getSpec().getSecurityContext();
		assertThat(pod.getRunAsUser()).isNull();
		assertThat(pod.getFsGroup()).isEqualTo(7);
		assertThat(pod.getRunAsNonRoot()).isTrue();
		assertThat(pod.getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
		SecurityContext context = container(deployment).getSecurityContext();
		assertThat(context.getReadOnlyRootFilesystem()).isFalse();
		assertThat(context.getAllowPrivilegeEscalation()).isFalse();
		assertThat(context.getCapabilities().getDrop()).containsExactly("ALL");
	}

	private static Container container(Deployment deployment) {
		return deployment.getSpec().getTemplate().getSpec().getContainers().getFirst();
	}

	private static Map<String, Quantity> limits(Deployment deployment) {
		return container(deployment).getResources().getLimits();
	}

	@Test
	void eachHasAPlaceOfItsOwnInTheIngress() throws IOException {
		Map<String, String> places = new TreeMap<>();
		for (Ingress ingress : ValueSets.manifests("many").all(Ingress.class)) {
			ingress.getSpec().getRules().forEach((rule) -> {
				for (HTTPIngressPath path : rule.getHttp().getPaths()) {
					String service = path.getBackend().getService().getName();
					assertThat(places.put(rule.getHost() + path.getPath(), service)).isNull();
				}
			});
		}
		assertThat(places).contains(entry("dcae.example/f8(/|$)(.*)", "shop-dcae-f8"),
				entry("dcae.example/f32(/|$)(.*)", "shop-dcae-f32"), entry("f64.example/", "shop-dcae-f64"),
				entry("dcae.example/v2/models/sd-vae.encode", "shop-dcae-f8"),
				entry("dcae.example/v2/models/lite.decode_file", "shop-dcae-f32"),
				entry("dcae.example/remote-vae/sana", "shop-dcae-f32"));
		assertThat(places).hasSize(3 + 3 * 5);
	}

	@Test
	void theNamesOfModelsAreNotRewritten() throws IOException {
		assertThat(ValueSets.manifests("many").all(Ingress.class)).allSatisfy((ingress) -> {
			boolean rewrites = ingress.getMetadata()
				.getAnnotations()
				.containsKey("nginx.ingress.kubernetes.io/rewrite-target");
			boolean prefix = ingress.getSpec()
				.getRules()
				.getFirst()
				.getHttp()
				.getPaths()
				.getFirst()
				.getPath()
				.contains("(");
			assertThat(rewrites).isEqualTo(prefix);
		});
	}

	@Test
	void aRouteFindsTheModelOfAQuery() throws IOException {
		List<GenericKubernetesResource> routes = ValueSets.manifests("many")
			.all(GenericKubernetesResource.class)
			.stream()
			.filter((each) -> each.getKind().equals("HTTPRoute"))
			.toList();
		assertThat(routes).hasSize(3);
		Map<String, String> models = new TreeMap<>();
		for (GenericKubernetesResource route : routes) {
			for (Map<String, Object> rule : route.<List<Map<String, Object>>>get("spec", "rules")) {
				for (Map<String, Object> match : list(rule.get("matches"))) {
					for (Map<String, Object> query : list(match.get("queryParams"))) {
						models.put(query.get("name") + "=" + query.get("value"),
								list(rule.get("backendRefs")).getFirst().get("name").toString());
						assertThat(match.get("path")).isEqualTo(Map.of("type", "PathPrefix", "value", "/v1"));
					}
				}
			}
		}
		assertThat(models).isEqualTo(
				Map.of("model=sd-vae", "shop-dcae-f8", "model=sana", "shop-dcae-f32", "model=lite", "shop-dcae-f32"));
	}

	@SuppressWarnings("unchecked")
	private static List<Map<String, Object>> list(Object list) {
		return (List<Map<String, Object>>) Objects.requireNonNullElse(list, List.of());
	}

	@Test
	void aRouteTakesThePrefixOffAndSaysSo() throws IOException {
		GenericKubernetesResource route = ValueSets.manifests("http-route").custom("HTTPRoute");
		assertThat(route.<List<String>>get("spec", "hostnames")).containsExactly("dcae.example");
		assertThat(route.<List<Object>>get("spec", "rules")).hasSize(1);
		assertThat(route.<String>get("spec", "rules", 0, "matches", 0, "path", "value")).isEqualTo("/vae");
		assertThat(route.<String>get("spec", "rules", 0, "filters", 0, "requestHeaderModifier", "set", 0, "name"))
			.isEqualTo("X-Forwarded-Prefix");
		assertThat(route.<String>get("spec", "rules", 0, "filters", 1, "urlRewrite", "path", "replacePrefixMatch"))
			.isEqualTo("/");
		assertThat(route.<String>get("spec", "rules", 0, "timeouts", "request")).isEqualTo("130s");
		assertThat(route.<Integer>get("spec", "rules", 0, "backendRefs", 0, "port")).isEqualTo(80);
	}

	@Test
	void pathsAreUnderThatOfAll() throws IOException {
		assertThat(ValueSets.manifests("many-under-a-path").all(Ingress.class))
			.extracting((ingress) -> ingress.getSpec().getRules().getFirst().getHttp().getPaths().getFirst().getPath())
			.containsExactlyInAnyOrder("/vae/a", "/vae/beta", "/vae");
	}

	@Test
	void theTestAsksThemAll() throws IOException {
		String script = Manifests.test("deployments: [{ name: a }, { name: b, service: { port: 8080 } }]")
			.getSpec()
			.getContainers()
			.getFirst()
			.getCommand()
			.getLast();
		assertThat(Manifests.test("deployments: [{ name: a, gpu: { count: 1 } }, { name: b }]")
			.getSpec()
			.getContainers()
			.getFirst()
			.getImage()).endsWith("-cu128");
		assertThat(script.lines()
			.map(String::strip)
			.filter((line) -> line.startsWith("status shop"))
			.collect(Collectors.toSet()))
			.isEqualTo(Set.of("status shop-dcae-a-management 8081 /actuator/health/readiness",
					"status shop-dcae-a 80 /v1/models", "status shop-dcae-b-management 8081 /actuator/health/readiness",
					"status shop-dcae-b 8080 /v1/models"));
	}

}
