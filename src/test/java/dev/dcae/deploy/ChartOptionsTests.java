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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Objects that the chart has beside the service itself, each where it is asked for.
 */
class ChartOptionsTests {

	private static final String HUB = "dcae: { models: [{ id: sana, source: \"hf:owner/sana\" }] }";

	private static final String MONITORED = """
			monitoring:
			  serviceMonitor: { enabled: true, labels: { release: prometheus } }
			  prometheusRule: { enabled: true }
			  dashboard: { enabled: true }
			""";

	@Test
	void theDefaultsNeedNoOperator() throws IOException {
		assertThat(Manifests.of("").all()).extracting(HasMetadata::getKind)
			.containsExactlyInAnyOrder("Service", "Service", "Deployment", "PodDisruptionBudget");
	}

	@ParameterizedTest
	@CsvSource({ "false, false, 3", "true, false,", "false, true," })
	void oneThingAtMostScalesTheDeployment(boolean hpa, boolean keda, Integer replicas) throws IOException {
		Manifests manifests = Manifests
			.of("{ replicaCount: 3, autoscaling: { hpa: { enabled: %s }, keda: { enabled: %s } } }".formatted(hpa,
					keda));
		assertThat(manifests.have("HorizontalPodAutoscaler")).isEqualTo(hpa);
		assertThat(manifests.have("ScaledObject")).isEqualTo(keda);
		assertThat(manifests.one(Deployment.class).getSpec().getReplicas()).isEqualTo(replicas);
	}

	@Test
	void twoThatScaleAreRefused() {
		assertThatException()
			.isThrownBy(() -> Manifests.of("autoscaling: { hpa: { enabled: true }, keda: { enabled: true } }"))
			.withMessageContaining("autoscaling.hpa and autoscaling.keda");
	}

	@Test
	void prometheusFindsTheManagementPort() throws IOException {
		Manifests manifests = Manifests.of(MONITORED);
		GenericKubernetesResource monitor = manifests.custom("ServiceMonitor");
		assertThat(monitor.getMetadata().getLabels()).contains(entry("release", "prometheus"));
		assertThat(spec(monitor)).containsOnlyKeys("selector", "endpoints");
		Service management = management(manifests);
		assertThat(management.getMetadata().getLabels())
			.containsAllEntriesOf(monitor.<Map<String, String>>get("spec", "selector", "matchLabels"));
		List<Map<String, String>> endpoints = monitor.get("spec", "endpoints");
		assertThat(endpoints).singleElement().satisfies((endpoint) -> {
			assertThat(endpoint).containsOnlyKeys("port", "path", "interval")
				.containsEntry("path", "/actuator/prometheus");
			assertThat(management.getSpec().getPorts()).singleElement()
				.extracting("name")
				.isEqualTo(endpoint.get("port"));
		});
	}

	private static Service management(Manifests manifests) {
		return manifests.all(Service.class)
			.stream()
			.filter((service) -> service.getMetadata().getName().endsWith("-management"))
			.findAny()
			.orElseThrow();
	}

	@Test
	void theDashboardIsTheFileWordForWord() throws IOException {
		ObjectMapper json = new ObjectMapper();
		assertThat(Manifests.of(MONITORED).all(ConfigMap.class))
			.filteredOn((map) -> map.getMetadata().getName().endsWith("-dashboard"))
			.singleElement()
			.satisfies((map) -> {
				assertThat(map.getMetadata().getLabels()).contains(entry("grafana_dashboard", "1"));
				assertThat(json.readTree(map.getData().get("dcae.json")))
					.isEqualTo(json.readTree(Manifests.CHART.resolve("files/dashboard.json").toFile()));
			});
	}

	private static Map<String, Object> spec(GenericKubernetesResource resource) {
		return resource.get("spec");
	}

	@Test
	void aModelOfTheHubIsFetchedBeforeTheServiceStarts() throws IOException {
		assertThat(Manifests.of("").pod().getInitContainers()).isEmpty();
		Manifests manifests = Manifests.of(HUB + "\nsecrets: { hubToken: { name: hub } }");
		Container service = manifests.container();
		assertThat(manifests.pod().getInitContainers()).singleElement().satisfies((fetch) -> {
			assertThat(fetch.getImage()).isEqualTo(service.getImage());
			assertThat(fetch.getArgs()).containsExactly("fetch");
			assertThat(fetch.getCommand()).startsWith("timeout", "--kill-after=10", "1800");
			assertThat(fetch.getCommand().subList(3, fetch.getCommand().size())).isEqualTo(entryPoint());
			assertThat(fetch.getVolumeMounts()).isEqualTo(service.getVolumeMounts());
			assertThat(fetch.getEnv()).isEqualTo(service.getEnv());
		});
		assertThat(service.getEnv())
			.extracting(EnvVar::getName, (env) -> env.getValueFrom().getSecretKeyRef().getName(),
					(env) -> env.getValueFrom().getSecretKeyRef().getKey())
			.containsExactly(tuple("HF_TOKEN", "hub", "token"));
	}

	private static List<String> entryPoint() throws IOException {
		String line = Files.readAllLines(Path.of("Dockerfile"))
			.stream()
			.filter((each) -> each.startsWith("ENTRYPOINT "))
			.findAny()
			.orElseThrow();
		return Arrays.asList(new ObjectMapper().readValue(line.substring("ENTRYPOINT ".length()), String[].class));
	}

	@Test
	void aSecretIsAFolderOfTheConfiguration() throws IOException {
		Volume config = volume(Manifests.of("secrets: { settings: keys }"), "config");
		assertThat(config.getProjected().getSources()).hasSize(2).last().satisfies((source) -> {
			assertThat(source.getSecret().getName()).isEqualTo("keys");
			assertThat(source.getSecret().getItems()).singleElement()
				.extracting("key", "path")
				.containsExactly("application.yaml", "secret/application.yaml");
		});
		assertThat(volume(Manifests.of(""), "config").getProjected().getSources()).singleElement()
			.extracting((source) -> source.getDownwardAPI().getItems().getFirst().getPath())
			.isEqualTo("application.yaml");
	}

	private static Volume volume(Manifests manifests, String name) {
		return manifests.pod()
			.getVolumes()
			.stream()
			.filter((each) -> each.getName().equals(name))
			.findAny()
			.orElseThrow();
	}

	@Test
	void theCacheIsTheNodesOrAVolume() throws IOException {
		Manifests none = Manifests.of("cache: { sizeLimit: 3Gi }");
		assertThat(volume(none, "cache").getEmptyDir().getSizeLimit()).isEqualTo(new Quantity("3Gi"));
		assertThat(none.have("PersistentVolumeClaim")).isFalse();

		Manifests ours = Manifests.of("cache: { sizeLimit: 3Gi, persistentVolumeClaim: { enabled: true } }");
		PersistentVolumeClaim claim = ours.one(PersistentVolumeClaim.class);
		assertThat(claim.getSpec().getResources().getRequests()).containsOnly(entry("storage", new Quantity("3Gi")));
		assertThat(volume(ours, "cache").getPersistentVolumeClaim().getClaimName())
			.isEqualTo(claim.getMetadata().getName());
		assertThat(ours.one(Deployment.class).getSpec().getStrategy().getRollingUpdate().getMaxSurge().getIntVal())
			.isZero();

		Manifests theirs = Manifests
			.of("cache: { persistentVolumeClaim: { enabled: true, existingClaim: theirs, accessMode: ReadWriteMany } }");
		assertThat(theirs.have("PersistentVolumeClaim")).isFalse();
		assertThat(volume(theirs, "cache").getPersistentVolumeClaim().getClaimName()).isEqualTo("theirs");
		assertThat(theirs.one(Deployment.class).getSpec().getStrategy().getRollingUpdate().getMaxSurge().getStrVal())
			.isEqualTo("25%");
	}

	@Test
	void withGpusNoModelRunsOnTheCpuByMistake() throws IOException {
		Manifests manifests = Manifests.of("""
				gpu: { count: 2 }
				dcae: { models: [{ id: a, source: /a }, { id: b, source: /b, devices: [cpu] }] }
				resources: { limits: { memory: 8Gi } }
				""");
		assertThat(manifests.container().getResources().getLimits())
			.containsOnly(entry("nvidia.com/gpu", new Quantity("2")), entry("memory", new Quantity("8Gi")));
		assertThat(manifests.container().getImage()).endsWith("-cu128");
		assertThat(manifests.settings()).containsSubsequence("- cuda:0", "- cuda:1", "id: a", "- cpu", "id: b");
	}

	@Test
	void thePolicyLetsInWhoWasNamed() throws IOException {
		NetworkPolicy open = Manifests.of("networkPolicy: { enabled: true }").one(NetworkPolicy.class);
		assertThat(open.getSpec().getPolicyTypes()).containsExactly("Ingress", "Egress");
		assertThat(open.getSpec().getIngress().getFirst().getFrom()).isEmpty();
		assertThat(open.getSpec().getIngress().getLast().getFrom()).hasSize(2);
		assertThat(open.getSpec().getEgress()).isEmpty();

		Manifests manifests = Manifests
			.of("""
					networkPolicy: { enabled: true, clients: [{ namespaceSelector: {} }], egress: [{ ports: [{ port: 4318 }] }] }
					"""
					+ HUB);
		NetworkPolicy policy = manifests.one(NetworkPolicy.class);
		assertThat(policy.getSpec().getIngress().getFirst().getFrom()).hasSize(2);
		assertThat(policy.getSpec().getEgress()).flatExtracting("ports")
			.extracting((port) -> ((NetworkPolicyPort) port).getPort().getIntVal())
			.containsExactly(53, 53, 5353, 5353, 443, 4318);
		Set<String> ports = policy.getSpec()
			.getIngress()
			.stream()
			.flatMap((rule) -> rule.getPorts().stream())
			.map((port) -> port.getPort().getStrVal())
			.collect(Collectors.toSet());
		assertThat(ports).isEqualTo(
				manifests.container().getPorts().stream().map(ContainerPort::getName).collect(Collectors.toSet()));
		assertThat(policy.getSpec().getPodSelector().getMatchLabels())
			.isEqualTo(manifests.one(Deployment.class).getSpec().getSelector().getMatchLabels());
	}

	@Test
	void theTestIsNoneOfTheServicesPodsAndMayAsk() throws IOException {
		String values = "networkPolicy: { enabled: true, clients: [{ namespaceSelector: {} }] }";
		Manifests manifests = Manifests.of(values);
		Pod test = Manifests.test(values);
		Map<String, String> selector = manifests.one(Deployment.class).getSpec().getSelector().getMatchLabels();
		assertThat(test.getMetadata().getLabels().entrySet().containsAll(selector.entrySet())).isFalse();
		assertThat(manifests.one(NetworkPolicy.class).getSpec().getIngress()).allSatisfy(
				(rule) -> assertThat(rule.getFrom()).anySatisfy((peer) -> assertThat(test.getMetadata().getLabels())
					.containsAllEntriesOf(peer.getPodSelector().getMatchLabels())));
		String script = test.getSpec().getContainers().getFirst().getCommand().getLast();
		for (Service service : manifests.all(Service.class)) {
			assertThat(script).contains("status %s %d ".formatted(service.getMetadata().getName(),
					service.getSpec().getPorts().getFirst().getPort()));
		}
	}

	@Test
	void aDisruptionLeavesMostOfThem() throws IOException {
		Manifests manifests = Manifests.of("");
		PodDisruptionBudget budget = manifests.one(PodDisruptionBudget.class);
		assertThat(budget.getSpec().getMaxUnavailable().getIntVal()).isEqualTo(1);
		assertThat(budget.getSpec().getSelector().getMatchLabels())
			.isEqualTo(manifests.one(Deployment.class).getSpec().getSelector().getMatchLabels());
	}

	@Test
	void podsAreSpread() throws IOException {
		Manifests manifests = Manifests.of("topologySpread: [zone, host]");
		assertThat(manifests.pod().getTopologySpreadConstraints()).extracting("topologyKey")
			.containsExactly("zone", "host");
		assertThat(manifests.pod().getTopologySpreadConstraints())
			.allSatisfy((spread) -> assertThat(spread.getLabelSelector().getMatchLabels())
				.isEqualTo(manifests.one(Deployment.class).getSpec().getSelector().getMatchLabels()));
	}

	@Test
	void aPathOfItsOwnIsTakenOffAndSaid() throws IOException {
		String nginx = "nginx.ingress.kubernetes.io/";
		Ingress ingress = Manifests.of("ingress: { enabled: true, host: dcae.example, path: /images/vae/ }")
			.one(Ingress.class);
		assertThat(ingress.getMetadata().getAnnotations()).contains(entry(nginx + "use-regex", "true"),
				entry(nginx + "rewrite-target", "/$2"), entry(nginx + "x-forwarded-prefix", "/images/vae"));
		assertThat(ingress.getSpec().getRules().getFirst().getHttp().getPaths()).singleElement()
			.extracting("path", "pathType")
			.containsExactly("/images/vae(/|$)(.*)", "ImplementationSpecific");
	}

	/**
	 * The file that the chart and Compose share, and the runbook that it sends its
	 * readers to.
	 */
	@Test
	void everyAlertHasItsPlaceInTheRunbook() throws IOException {
		Set<String> anchors = Files.readAllLines(Path.of("docs/operations.md"))
			.stream()
			.filter((line) -> line.startsWith("#"))
			.map((line) -> line.replaceFirst("^#+ ", "")
				.toLowerCase(Locale.ROOT)
				.replaceAll("[^a-z0-9 _-]", "")
				.replace(' ', '-'))
			.collect(Collectors.toSet());
		Map<String, List<Map<String, List<Map<String, Object>>>>> file = new Yaml(
				new SafeConstructor(new LoaderOptions()))
			.load(Files.readString(Manifests.CHART.resolve("files/alerts.yaml")));
		List<String> runbooks = new ArrayList<>();
		for (Map<String, List<Map<String, Object>>> group : file.get("groups")) {
			for (Map<String, Object> rule : group.get("rules")) {
				runbooks.add(((Map<?, ?>) rule.get("annotations")).get("runbook").toString());
			}
		}
		assertThat(runbooks).isNotEmpty().doesNotHaveDuplicates().allSatisfy((runbook) -> {
			String[] parts = runbook.split("#");
			assertThat(parts[0]).endsWith("docs/operations.md");
			assertThat(anchors).contains(parts[1]);
		});
	}

}
