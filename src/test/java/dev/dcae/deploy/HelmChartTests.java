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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import dev.dcae.DcaeProperties;
import dev.dcae.checkpoint.hub.HubOptions;
import dev.dcae.serving.Batching;
import dev.dcae.serving.QueueBounds;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;

/**
 * The chart, rendered and read with Kubernetes' model, against what the service and its
 * image are.
 */
class HelmChartTests {

	/** Every value set to something else. */
	static final String EVERYTHING = """
			replicaCount: 3
			image: { repository: registry.example/dcae, tag: "7", pullPolicy: Always, variant: cu128 }
			imagePullSecrets: [{ name: registry }]
			dcae:
			  models:
			    - { id: sana, source: /models/sana, dtype: bf16, devices: [cpu] }
			    - { id: lite, source: "hf:mit-han-lab/dc-ae-lite-f32c32-diffusers" }
			  cpu: { lanes: 2 }
			  gpu: { lanes: 2 }
			  batching: { max-items: 8, max-pixels: 536870912, max-delay: 2ms }
			  queue: { max-items: 99, max-pixels: 1073741824 }
			  limits:
			    max-body: 1GB
			    max-pixels: 536870909
			    max-side: 65535
			    max-files: 4
			    max-in-flight: 512MB
			    request-timeout: 300s
			  security:
			    keys:
			      - { name: web, sha256: f4267dd4602564f666481f7b93ca3d0092b3fd45981212e311cbcedc9d02018f }
			      - name: bulk
			        sha256: be5acbb834a10b0b32b013307be85984f8e098d77ca10bee13fe6606b047d900
			        share: 0.25
			  cors: { allowed-origins: ["https://app.example"], max-age: 10m }
			  status: { stream: false, max-listeners: 8 }
			volumes: [{ name: models, persistentVolumeClaim: { claimName: models, readOnly: true } }]
			volumeMounts: [{ name: models, mountPath: /models, readOnly: true }]
			env: [{ name: JAVA_TOOL_OPTIONS, value: -Xmx4g }]
			resources: { requests: { cpu: "4", memory: 16Gi }, limits: { cpu: "4", memory: 16Gi } }
			secrets: { settings: keys, hubToken: { name: hub, key: secret } }
			gpu: { count: 2, resource: example.com/gpu }
			runtimeClassName: nvidia
			fetch: { resources: { limits: { memory: 2Gi } } }
			cache:
			  sizeLimit: 30Gi
			  persistentVolumeClaim: { enabled: true, storageClass: fast, accessMode: ReadWriteMany }
			startup: { limitSeconds: 1203 }
			shutdown: { preStopSeconds: 5, marginSeconds: 20 }
			service: { type: LoadBalancer, port: 8000, managementPort: 9000 }
			ingress:
			  enabled: true
			  className: nginx
			  host: dcae.example
			  path: /images/vae
			  tlsSecret: certificate
			  annotations:
			    nginx.ingress.kubernetes.io/proxy-read-timeout: "999"
			    example/note: ours
			autoscaling:
			  minReplicas: 2
			  maxReplicas: 9
			  queueSeconds: 5
			  cooldownSeconds: 60
			  keda: { enabled: true, prometheus: "http://prometheus:9090" }
			podDisruptionBudget: { enabled: true, maxUnavailable: 50% }
			networkPolicy:
			  enabled: true
			  clients: [{ namespaceSelector: {} }]
			  monitoring: [{ podSelector: { matchLabels: { app: prometheus } } }]
			  egress: [{ ports: [{ port: 4318 }] }]
			monitoring:
			  serviceMonitor: { enabled: true, interval: 5s, labels: { release: prometheus } }
			  prometheusRule: { enabled: true, labels: { release: prometheus } }
			  dashboard: { enabled: true, labels: { dashboards: "yes" } }
			strategy: { rollingUpdate: { maxSurge: 0 } }
			topologySpread: [topology.kubernetes.io/zone]
			podAnnotations: { example/team: images }
			nodeSelector: { kubernetes.io/arch: amd64 }
			tolerations: [{ key: images, operator: Exists, effect: NoSchedule }]
			affinity:
			  podAntiAffinity:
			    preferredDuringSchedulingIgnoredDuringExecution:
			      - weight: 1
			        podAffinityTerm: { topologyKey: kubernetes.io/hostname }
			""";

	/** Custom metrics, every pod with a cache and models of its own. */
	private static final String SCALED = """
			dcae: { models: [{ id: sana, source: "hf:mit-han-lab/dc-ae-f32c32-sana-1.1-diffusers" }] }
			autoscaling: { hpa: { enabled: true } }
			networkPolicy: { enabled: true }
			podDisruptionBudget: { enabled: false }
			topologySpread: []
			""";

	/** One pod with a GPU and a volume that nobody else can have. */
	private static final String LONE = """
			gpu: { count: 1 }
			cache: { persistentVolumeClaim: { enabled: true, existingClaim: ours } }
			ingress: { enabled: true, host: dcae.example }
			monitoring: { serviceMonitor: { enabled: true } }
			""";

	static final List<String> VALUES = List.of("", EVERYTHING, SCALED, LONE);

	@Test
	void lintHasNothingToSay() {
		LintResult result = new Helm(Manifests.CHART).lint().strict().call();
		assertThat(result.isFailed()).as(() -> result.getMessages().toString()).isFalse();
	}

	@Test
	void aMisspeltPropertyIsNoticed() {
		String manifest = "{apiVersion: apps/v1, kind: Deployment, spec: {template: {spec: {containers: [{%s: {}}]}}}}";
		assertThat(Manifests.parse(manifest.formatted("readinessProbe")).all()).hasSize(1);
		assertThatIllegalArgumentException().isThrownBy(() -> Manifests.parse(manifest.formatted("readinesProbe")))
			.withMessageContaining("readinesProbe");
	}

	@Test
	void namesAndLabelsAreThoseOfTheRelease() throws IOException {
		Manifests manifests = Manifests.of(EVERYTHING);
		assertThat(manifests.all()).extracting(HasMetadata::getKind)
			.containsExactlyInAnyOrder("ConfigMap", "Service", "Service", "Deployment", "Ingress",
					"PersistentVolumeClaim", "ScaledObject", "PodDisruptionBudget", "NetworkPolicy", "ServiceMonitor",
					"PrometheusRule");
		assertThat(manifests.all()).allSatisfy((manifest) -> {
			assertThat(manifest.getMetadata().getName()).startsWith("shop-dcae");
			assertThat(manifest.getMetadata().getLabels()).contains(entry("app.kubernetes.io/instance", "shop"));
		});
	}

	@ParameterizedTest
	@FieldSource("VALUES")
	void selectorsAndPortsAgree(String values) throws IOException {
		Manifests manifests = Manifests.of(values);
		Deployment deployment = manifests.one(Deployment.class);
		Map<String, String> labels = deployment.getSpec().getTemplate().getMetadata().getLabels();
		Set<String> ports = manifests.container()
			.getPorts()
			.stream()
			.map(ContainerPort::getName)
			.collect(Collectors.toSet());
		assertThat(labels).containsAllEntriesOf(deployment.getSpec().getSelector().getMatchLabels());
		Set<String> served = new HashSet<>();
		for (Service service : manifests.all(Service.class)) {
			assertThat(labels).containsAllEntriesOf(service.getSpec().getSelector());
			for (ServicePort port : service.getSpec().getPorts()) {
				served.add(port.getTargetPort().getStrVal());
			}
		}
		assertThat(served).isEqualTo(ports);
	}

	@ParameterizedTest
	@FieldSource("VALUES")
	void theManagementPortStaysInTheCluster(String values) throws IOException {
		List<Service> open = Manifests.of(values)
			.all(Service.class)
			.stream()
			.filter((service) -> service.getSpec()
				.getPorts()
				.stream()
				.anyMatch((port) -> port.getTargetPort().getStrVal().equals("management")))
			.toList();
		assertThat(open).singleElement().satisfies((service) -> {
			assertThat(service.getSpec().getType()).isEqualTo("ClusterIP");
			assertThat(service.getSpec().getPorts()).hasSize(1);
		});
	}

	@ParameterizedTest
	@FieldSource("VALUES")
	void probesAskTheManagementPort(String values) throws IOException {
		Container container = Manifests.of(values).container();
		List<Probe> probes = List.of(container.getStartupProbe(), container.getReadinessProbe(),
				container.getLivenessProbe());
		assertThat(probes).extracting(Probe::getHttpGet)
			.allSatisfy((get) -> assertThat(get.getPort().getStrVal()).isEqualTo("management"));
		assertThat(probes).extracting(Probe::getHttpGet)
			.extracting(HTTPGetAction::getPath)
			.containsExactly("/actuator/health/readiness", "/actuator/health/readiness", "/actuator/health/liveness");
	}

	@Test
	void theStartMayTakeAsLongAsConfigured() throws IOException {
		Probe probe = Manifests.of(EVERYTHING).container().getStartupProbe();
		assertThat(probe.getPeriodSeconds() * probe.getFailureThreshold()).isBetween(1203, 1203 + 5);
	}

	@ParameterizedTest
	@FieldSource("VALUES")
	void noPodIsKilledWhileItDrains(String values) throws IOException {
		Manifests manifests = Manifests.of(values);
		Binder settings = binder(manifests.settings(),
				Files.readString(Path.of("src/main/resources/application.yaml")));
		long drain = settings.bind("spring.lifecycle.timeout-per-shutdown-phase", Duration.class).get().toSeconds();
		long preStop = preStop(manifests);
		assertThat(drain).isGreaterThanOrEqualTo(properties(manifests).limits().requestTimeout().toSeconds());
		assertThat(preStop).isPositive();
		assertThat(manifests.pod().getTerminationGracePeriodSeconds()).isGreaterThan(preStop + drain);
	}

	/**
	 * The time that the hook lets pass, in which answers are the last of their
	 * connections.
	 */
	private static long preStop(Manifests manifests) {
		HTTPGetAction hook = manifests.container().getLifecycle().getPreStop().getHttpGet();
		assertThat(hook.getPort().getStrVal()).isEqualTo("management");
		assertThat(hook.getPath()).startsWith("/actuator/drain?seconds=");
		return Long.parseLong(hook.getPath().substring(hook.getPath().indexOf('=') + 1));
	}

	@Test
	void aPodIsGivenTheLongerOfTheHookAndTheFarewell() throws IOException {
		Manifests manifests = Manifests.of("""
				dcae: { connections: { farewell: 40s }, limits: { request-timeout: 45s } }
				shutdown: { preStopSeconds: 7, marginSeconds: 11 }
				""");
		assertThat(preStop(manifests)).isEqualTo(7);
		assertThat(properties(manifests).connections().farewell()).isEqualTo(Duration.ofSeconds(40));
		assertThat(manifests.pod().getTerminationGracePeriodSeconds()).isEqualTo(40 + 45 + 11);
	}

	@ParameterizedTest
	@FieldSource("VALUES")
	void thePodHasNoRights(String values) throws IOException {
		Manifests manifests = Manifests.of(values);
		for (PodSpec pod : List.of(manifests.pod(), Manifests.test(values).getSpec())) {
			assertThat(pod.getAutomountServiceAccountToken()).isFalse();
			assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
			assertThat(pod.getSecurityContext().getRunAsUser()).isPositive();
			assertThat(pod.getSecurityContext().getRunAsGroup()).isPositive();
			assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
			List<Container> containers = new ArrayList<>(pod.getContainers());
			containers.addAll(pod.getInitContainers());
			assertThat(containers).allSatisfy((container) -> {
				assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
				assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
				assertThat(container.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
			});
		}
	}

	@ParameterizedTest
	@FieldSource("VALUES")
	void everyMountHasItsVolume(String values) throws IOException {
		PodSpec pod = Manifests.of(values).pod();
		assertThat(pod.getContainers()).flatExtracting(Container::getVolumeMounts)
			.extracting(VolumeMount::getName)
			.containsExactlyElementsOf(pod.getVolumes().stream().map(Volume::getName).toList());
	}

	@Test
	void theChartFitsTheImage() throws IOException {
		String dockerfile = Files.readString(Path.of("Dockerfile"));
		Manifests manifests = Manifests.of("");
		Container container = manifests.container();
		assertThat(container.getPorts()).extracting((port) -> port.getContainerPort().toString())
			.containsExactly(only("EXPOSE (.+)", dockerfile).split(" "));
		assertThat(manifests.pod().getSecurityContext())
			.extracting((context) -> "%d:%d".formatted(context.getRunAsUser(), context.getRunAsGroup()),
					(context) -> context.getFsGroup().toString())
			.containsExactly(only("USER (.+)", dockerfile), only("USER \\d+:(.+)", dockerfile));
		assertThat(container.getVolumeMounts()).filteredOn((mount) -> !Boolean.TRUE.equals(mount.getReadOnly()))
			.extracting(VolumeMount::getMountPath)
			.containsExactly(only("VOLUME (.+)", dockerfile));
		assertThat(container.getVolumeMounts()).filteredOn("name", "config")
			.extracting(VolumeMount::getMountPath)
			.containsExactly(dockerfile.lines()
				.filter((line) -> line.startsWith("WORKDIR "))
				.reduce("", (first, last) -> last)
				.substring("WORKDIR ".length()) + "/config");
		String version = only("<artifactId>dcae</artifactId>\\s*<version>(.+)</", Files.readString(Path.of("pom.xml")));
		assertThat(container.getImage()).isEqualTo("dcae:" + version);
		assertThat(only("ARG VERSION=(.+)", dockerfile)).isEqualTo(version);
	}

	@ParameterizedTest
	@FieldSource("VALUES")
	void theServiceTakesItsSettings(String values) throws IOException {
		DcaeProperties properties = properties(Manifests.of(values));
		assertThat(properties.models()).isNotEmpty();
	}

	@Test
	void noSettingIsLost() throws IOException {
		DcaeProperties properties = properties(Manifests.of(EVERYTHING));
		assertThat(properties.models()).extracting(DcaeProperties.Model::id).containsExactly("sana", "lite");
		assertThat(properties.gpu().lanes()).isEqualTo(2);
		assertThat(properties.limits().maxPixels()).isEqualTo(536_870_909);
		assertThat(properties.queue().maxPixels()).isEqualTo(1L << 30);
		assertThat(properties.limits().requestTimeout()).isEqualTo(Duration.ofMinutes(5));
		assertThat(properties.security().keys()).extracting(DcaeProperties.Key::share).containsExactly(1.0, 0.25);
		assertThat(properties.cors().allowedOrigins()).containsExactly("https://app.example");
	}

	@Test
	void theSchemaKnowsTheSettingsOfTheService() throws IOException {
		JsonNode schema = new ObjectMapper().readTree(Manifests.CHART.resolve("values.schema.json").toFile())
			.at("/properties/dcae");
		Set<String> settings = settings(DcaeProperties.class);
		// The image says where it may write.
		settings.remove("cache-dir");
		assertThat(names(schema)).isEqualTo(settings);
		assertThat(names(schema.at("/properties/models/items"))).isEqualTo(settings(DcaeProperties.Model.class));
		assertThat(names(schema.at("/properties/models/items/properties/tiling")))
			.isEqualTo(settings(DcaeProperties.Tiling.class));
		assertThat(names(schema.at("/properties/hub"))).isEqualTo(settings(HubOptions.class));
		assertThat(names(schema.at("/properties/quality"))).isEqualTo(settings(DcaeProperties.Quality.class));
		assertThat(names(schema.at("/properties/cpu"))).isEqualTo(settings(DcaeProperties.Cpu.class));
		assertThat(names(schema.at("/properties/gpu"))).isEqualTo(settings(DcaeProperties.Gpu.class));
		assertThat(names(schema.at("/properties/batching"))).isEqualTo(settings(Batching.class));
		assertThat(names(schema.at("/properties/queue"))).isEqualTo(settings(QueueBounds.class));
		assertThat(names(schema.at("/properties/security"))).isEqualTo(settings(DcaeProperties.Security.class));
		assertThat(names(schema.at("/properties/security/properties/keys/items")))
			.isEqualTo(settings(DcaeProperties.Key.class));
		assertThat(names(schema.at("/properties/cors"))).isEqualTo(settings(DcaeProperties.Cors.class));
		assertThat(names(schema.at("/properties/limits"))).isEqualTo(settings(DcaeProperties.Limits.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "replicas: 2", "dcae: { limits: { max-bodies: 1MB } }",
			"dcae: { limits: { request-timeout: 1m } }", "dcae: { models: [] }",
			"dcae: { models: [{ id: a/b, source: /m }] }",
			"dcae: { security: { keys: [{ name: web, sha256: the-key-itself }] } }",
			"dcae: { cors: { allowed-origins: [app.example] } }", "ingress: { rewrite: traefik }",
			"service: { port: 80000 }", "gpu: { count: -1 }",
			"cache: { persistentVolumeClaim: { accessMode: ReadOnlyMany } }", "ingress: { path: vae }",
			"ingress: { path: /a b }", "autoscaling: { queueSeconds: 0 }",
			"autoscaling: { keda: { prometheus: prometheus } }", "podDisruptionBudget: { maxUnavailable: 0 }",
			"monitoring: { serviceMonitor: { interval: often } }",
			"monitoring: { prometheusRule: { runbookUrl: docs/operations.md } }", "secrets: { hubToken: token }" })
	void theSchemaRefuses(String values) {
		assertThatException().isThrownBy(() -> Manifests.of(values)).withMessageContaining("schema");
	}

	/**
	 * The tool that writes the tables takes a list for empty where it is told only that
	 * it is one.
	 */
	@Test
	void theReadmeCallsNothingEmptyThatIsNot() throws IOException {
		JsonNode values = new ObjectMapper().valueToTree(new Yaml(new SafeConstructor(new LoaderOptions()))
			.load(Files.readString(Manifests.CHART.resolve("values.yaml"))));
		List<MatchResult> rows = Pattern.compile("(?m)^\\| `([\\w.-]+)` +\\|.*\\| `(.*)` +\\|$")
			.matcher(Files.readString(Manifests.CHART.resolve("README.md")))
			.results()
			.toList();
		assertThat(rows).hasSizeGreaterThan(100).allSatisfy((row) -> {
			JsonNode value = values.at("/" + row.group(1).replace('.', '/'));
			assertThat(value.isMissingNode()).isFalse();
			boolean empty = List.of("[]", "{}", "\"\"", "nil").contains(row.group(2));
			assertThat(value.isContainerNode() ? value.isEmpty() : value.isNull() || value.asText().isEmpty())
				.as(row.group())
				.isEqualTo(empty);
			if (value.isValueNode() && !empty) {
				assertThat(row.group(2)).isEqualTo(value.asText());
			}
		});
	}

	@Test
	void theIngressLetsThroughWhatTheServiceTakes() throws IOException {
		Manifests manifests = Manifests.of("ingress: { enabled: true, host: dcae.example }");
		Ingress ingress = manifests.one(Ingress.class);
		String nginx = "nginx.ingress.kubernetes.io/";
		assertThat(ingress.getMetadata().getAnnotations()).containsOnly(entry(nginx + "proxy-body-size", "64m"),
				entry(nginx + "proxy-read-timeout", "70"), entry(nginx + "proxy-send-timeout", "70"),
				entry("haproxy.router.openshift.io/timeout", "70s"));
		assertThat(ValueSets.manifests("openshift").one(Ingress.class).getMetadata().getAnnotations())
			.contains(entry("haproxy.router.openshift.io/timeout", "70s"));
		assertThat(ingress.getSpec().getTls()).isEmpty();
		assertThat(ingress.getSpec().getRules()).singleElement()
			.extracting((rule) -> rule.getHttp().getPaths().getFirst().getBackend().getService())
			.satisfies((backend) -> {
				Service service = manifests.all(Service.class)
					.stream()
					.filter((each) -> each.getMetadata().getName().equals(backend.getName()))
					.findAny()
					.orElseThrow();
				assertThat(service.getSpec().getPorts()).extracting(ServicePort::getName)
					.containsExactly(backend.getPort().getName());
			});
	}

	@Test
	void annotationsOfTheUserWin() throws IOException {
		assertThat(Manifests.of(EVERYTHING).one(Ingress.class).getMetadata().getAnnotations()).contains(
				entry("nginx.ingress.kubernetes.io/proxy-body-size", "1g"),
				entry("nginx.ingress.kubernetes.io/proxy-read-timeout", "999"),
				entry("nginx.ingress.kubernetes.io/proxy-send-timeout", "310"), entry("example/note", "ours"));
	}

	/**
	 * Settings are read at the start. Pods of before, and of a rollback, keep theirs.
	 */
	@Test
	void otherSettingsAreOtherPodsAndNoOthers() throws IOException {
		Manifests old = Manifests.of("dcae: { queue: { max-items: 5 } }");
		Manifests other = Manifests.of("dcae: { queue: { max-items: 6 } }");
		assertThat(other.one(Deployment.class).getSpec().getTemplate())
			.isNotEqualTo(old.one(Deployment.class).getSpec().getTemplate());
		assertThat(old.all(ConfigMap.class)).allMatch(other.all(ConfigMap.class)::contains);
	}

	private static DcaeProperties properties(Manifests manifests) throws IOException {
		return binder(manifests.settings())
			.bind("dcae", Bindable.of(DcaeProperties.class), new NoUnboundElementsBindHandler(BindHandler.DEFAULT))
			.get();
	}

	/**
	 * Reads settings.
	 * @param files in YAML, the first over the next
	 */
	private static Binder binder(String... files) throws IOException {
		MutablePropertySources sources = new MutablePropertySources();
		for (String yaml : files) {
			new YamlPropertySourceLoader()
				.load("file " + sources.size(), new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)))
				.forEach(sources::addLast);
		}
		return new Binder(ConfigurationPropertySources.from(sources), new PropertySourcesPlaceholdersResolver(sources));
	}

	private static Set<String> settings(Class<? extends Record> type) {
		return Arrays.stream(type.getRecordComponents())
			.map((component) -> component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT))
			.collect(Collectors.toSet());
	}

	private static Set<String> names(JsonNode schema) {
		assertThat(schema.get("additionalProperties").asBoolean(true)).isFalse();
		Set<String> names = new HashSet<>();
		schema.get("properties").fieldNames().forEachRemaining(names::add);
		return names;
	}

	private static String only(String pattern, String text) {
		Matcher matcher = Pattern.compile("(?m)" + pattern).matcher(text);
		assertThat(matcher.find()).as(pattern).isTrue();
		return matcher.group(1).strip();
	}

}
