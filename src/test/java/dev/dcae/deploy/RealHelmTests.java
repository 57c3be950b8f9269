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
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dcae.DocumentedCommands;
import dev.dcae.DocumentedCommands.Line;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The chart with Helm 4 and kubectl themselves, beside Helm 3 in the other tests.
 */
@Tag("slow")
class RealHelmTests {

	private static final ObjectMapper JSON = new ObjectMapper();

	static List<String> sets() {
		return ValueSets.names();
	}

	@Test
	void itIsHelm4() {
		assertThat(KubernetesTools.helm(List.of("version", "--short")).succeeded()).startsWith("v4.");
	}

	@ParameterizedTest
	@MethodSource("sets")
	void lintHasNothingToSay(String set) {
		String values = ValueSets.file(set).toString();
		assertThat(KubernetesTools.helm(List.of("lint", "--strict", "helm", "--values", values)).succeeded())
			.contains("0 chart(s) failed")
			.doesNotContain("[INFO]", "[WARNING]");
	}

	/**
	 * A cluster of today, and the oldest that is supported, in Helm's two versions.
	 */
	@ParameterizedTest
	@MethodSource("sets")
	void bothVersionsOfHelmMakeTheSame(String set, @TempDir Path folder) throws IOException {
		String rendered = KubernetesTools
			.helm(List.of("template", "shop", "helm", "--namespace", "images", "--kube-version", "1.36.0",
					"--skip-tests", "--values", ValueSets.file(set).toString()))
			.succeeded();
		assertThat(objects(Manifests.parse(rendered))).isEqualTo(objects(ValueSets.manifests(set)));
		kubectlTakesThem(rendered, folder);
	}

	private static Map<String, String> objects(Manifests manifests) {
		Map<String, String> objects = new TreeMap<>();
		for (HasMetadata object : manifests.all()) {
			objects.put(object.getKind() + " " + object.getMetadata().getName(),
					JSON.valueToTree(object).toPrettyString());
		}
		return objects;
	}

	/**
	 * Kustomize reads every object with Kubernetes' own models, and wants each once.
	 */
	private static void kubectlTakesThem(String rendered, Path folder) throws IOException {
		Files.writeString(folder.resolve("all.yaml"), rendered);
		Files.writeString(folder.resolve("kustomization.yaml"), """
				namespace: other
				resources: [all.yaml]
				labels: [{ pairs: { of: kustomize }, includeTemplates: true }]
				""");
		String built = KubernetesTools.kubectl(List.of("kustomize", folder.toString())).succeeded();
		assertThat(Manifests.parse(built).all()).hasSameSizeAs(Manifests.parse(rendered).all()).allSatisfy((object) -> {
			assertThat(object.getMetadata().getNamespace()).isEqualTo("other");
			assertThat(object.getMetadata().getLabels()).containsEntry("of", "kustomize");
		});
	}

	/**
	 * A parent's condition takes it in and leaves it out.
	 */
	@Test
	void itIsAPartOfAnotherChart(@TempDir Path parent) throws IOException {
		Files.createDirectory(parent.resolve("templates"));
		Files.writeString(parent.resolve("Chart.yaml"), """
				apiVersion: v2
				name: shop
				version: 1.0.0
				dependencies:
				  - { name: dcae, version: ">=0.2.0", repository: "file://%s", condition: dcae.enabled }
				""".formatted(Manifests.CHART.toAbsolutePath()));
		Files.writeString(parent.resolve("values.yaml"), """
				x-memory: &memory { memory: 6Gi }
				global: { storageClass: fast }
				dcae:
				  enabled: true
				  replicaCount: 2
				  x-own: 1
				  resources: { limits: *memory }
				  podSecurityContext: { runAsUser: null, runAsGroup: null, fsGroup: null }
				""");
		KubernetesTools.helm(List.of("dependency", "update", parent.toString())).succeeded();
		KubernetesTools.helm(List.of("lint", "--strict", "--with-subcharts", parent.toString())).succeeded();
		Manifests in = Manifests
			.parse(KubernetesTools.helm(List.of("template", "my", parent.toString(), "--skip-tests")).succeeded());
		assertThat(in.one(Deployment.class).getSpec().getReplicas()).isEqualTo(2);
		assertThat(in.container().getResources().getLimits().get("memory").toString()).isEqualTo("6Gi");
		assertThat(in.pod().getSecurityContext().getRunAsUser()).isNull();
		assertThat(Manifests
			.parse(KubernetesTools
				.helm(List.of("template", "my", parent.toString(), "--skip-tests", "--set", "dcae.enabled=false"))
				.succeeded())
			.all()).isEmpty();
	}

	@Test
	void theReadmeIsMadeOfTheValues(@TempDir Path folder) throws IOException {
		Path copy = folder.resolve("README.md");
		Path readme = Manifests.CHART.resolve("README.md");
		if (Boolean.getBoolean("readme.write")) {
			copy = readme;
		}
		else {
			Files.copy(readme, copy);
		}
		KubernetesTools
			.readmeGenerator(
					List.of("--values", Manifests.CHART.resolve("values.yaml").toString(), "--readme", copy.toString()))
			.succeeded();
		assertThat(copy).as("-Dreadme.write=true makes it").hasSameTextualContentAs(readme);
	}

	@Test
	void theNotesGiveCommandsThatWork() {
		String commands = notes("defaults");
		assertThat(commands).contains("rollout status deployment/shop-dcae --timeout 690s",
				"port-forward service/shop-dcae 8080:80 &", "curl http://localhost:8080/v1/models");
		for (String command : List.of("rollout status", "port-forward")) {
			String line = commands.lines()
				.filter((each) -> each.contains(" " + command + " "))
				.findFirst()
				.orElseThrow();
			List<String> help = new ArrayList<>(List.of(command.split(" ")));
			help.add("--help");
			String options = KubernetesTools.kubectl(List.of("options")).succeeded();
			hasTheOptions(KubernetesTools.kubectl(help).succeeded() + options, List.of(line.strip().split(" ")));
		}
	}

	@Test
	void theNotesAreOfEachDeployment() {
		assertThat(notes("many")).contains("rollout status deployment/shop-dcae-f32 --timeout 2490s",
				"curl https://dcae.example/f8/v1/models", "curl https://f64.example/v1/models",
				"helm --namespace images test shop");
		assertThat(notes("old-values")).contains("autoscaling.queueItems has no effect");
	}

	@Test
	void theNotesWarnOfTheDeploymentThatIsOpen(@TempDir Path folder) throws IOException {
		String key = "{ security: { keys: [{ name: web, sha256: \"%s\" }] } }".formatted("0".repeat(64));
		String open = "is open to the outside and asks for no key";
		assertThat(notes(Files.writeString(folder.resolve("keys"),
				"{ service: { type: LoadBalancer }, deployments: [{ name: a, dcae: %s }] }".formatted(key))))
			.doesNotContain(open);
		assertThat(notes(Files.writeString(folder.resolve("one"),
				"deployments: [{ name: a, service: { type: LoadBalancer } }, { name: b }]")))
			.contains("shop-dcae-a " + open)
			.doesNotContain("shop-dcae-b " + open);
		assertThat(notes("load-balancer")).contains("shop-dcae " + open);
	}

	@Test
	void theNotesTellWhatTheClaimIsFor(@TempDir Path folder) throws IOException {
		String values = "{ replicaCount: 2, cache: { persistentVolumeClaim: { enabled: true, accessMode: %s } } }";
		assertThat(notes(Files.writeString(folder.resolve("node"), values.formatted("ReadWriteOnce"))))
			.contains("all pods must find room on one node");
		assertThat(notes(Files.writeString(folder.resolve("pod"), values.formatted("ReadWriteOncePod"))))
			.contains("one pod alone can have it")
			.doesNotContain("on one node");
	}

	private static String notes(String set) {
		return notes(ValueSets.file(set));
	}

	private static String notes(Path values) {
		return KubernetesTools
			.helm(List.of("install", "shop", "helm", "--namespace", "images", "--dry-run=client", "--values",
					values.toString()))
			.succeeded()
			.replaceFirst("(?s).*\nNOTES:\n", "");
	}

	/**
	 * The chart and its values are rendered as they stand there, and every option is one
	 * that Helm has.
	 */
	@ParameterizedTest
	@MethodSource("helmLines")
	void theDocumentedCommandsWork(Line line, @TempDir Path folder) throws IOException {
		List<String> words = line.words();
		hasTheOptions(KubernetesTools.helm(List.of(words.get(1), "--help")).succeeded(), words);
		if (words.contains("./helm")) {
			String values = Files.readString(Path.of("docs/operations.md")).replaceFirst("(?s).*\n# models.yaml\n", "");
			Path models = Files.writeString(folder.resolve("models.yaml"), values.substring(0, values.indexOf("```")));
			List<String> rendered = new ArrayList<>(List.of("install", "--dry-run=client"));
			for (String word : words.subList(2, words.size())) {
				if (!List.of("--reset-then-reuse-values", "--wait", "--timeout", "45m", "--force-conflicts")
					.contains(word)) {
					rendered.add(word.equals("models.yaml") ? models.toString() : word);
				}
			}
			String output = KubernetesTools.helm(rendered).succeeded();
			String manifests = output.substring(output.indexOf("\nMANIFEST:") + "\nMANIFEST:".length(),
					output.indexOf("\nNOTES:"));
			assertThat(Manifests.parse(manifests).all(Deployment.class)).isNotEmpty();
		}
		else {
			assertThat(words).contains("dcae").doesNotContain("-f");
		}
	}

	static List<Line> helmLines() {
		return DocumentedCommands.of("helm");
	}

	/**
	 * Nothing more can be seen of them without a cluster.
	 */
	@ParameterizedTest
	@MethodSource("kubectlLines")
	void kubectlHasTheDocumentedCommands(Line line) {
		List<String> words = line.words();
		List<String> command = words.subList(1, words.contains("rollout") ? 3 : 2);
		List<String> help = new ArrayList<>(command);
		help.add("--help");
		String text = KubernetesTools.kubectl(help).succeeded();
		assertThat(text).contains("\n  kubectl %s ".formatted(String.join(" ", command)));
		hasTheOptions(text, words);
	}

	static List<Line> kubectlLines() {
		return DocumentedCommands.of("kubectl");
	}

	private static void hasTheOptions(String help, List<String> words) {
		for (String word : words) {
			if (word.startsWith("-")) {
				assertThat(help).as(word).containsPattern("(?m)(^ *|, )" + word.split("=", 2)[0] + "[ ,=]");
			}
		}
	}

}
