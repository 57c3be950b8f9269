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
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.marcnuri.helm.Helm;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.DownwardAPIVolumeFile;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

import org.springframework.util.FileSystemUtils;

/**
 * Objects that the chart makes of some values, read with Kubernetes' own model.
 */
record Manifests(List<HasMetadata> all) {

	static final Path CHART = Path.of("helm");

	/**
	 * The model keeps what it does not know, and the cluster would drop it: here it
	 * fails. So does a number in the place of a text, as an API server has it.
	 */
	private static final ObjectMapper STRICT = JsonMapper.builder()
		.annotationIntrospector(new JacksonAnnotationIntrospector() {
			@Override
			public Boolean hasAnySetter(Annotated annotated) {
				return false;
			}
		})
		.disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
		.build();

	private static final Map<String, Class<? extends HasMetadata>> KINDS = Map.ofEntries(
			Map.entry("apps/v1 Deployment", Deployment.class), Map.entry("v1 Service", Service.class),
			Map.entry("v1 ConfigMap", ConfigMap.class), Map.entry("v1 Pod", Pod.class),
			Map.entry("v1 PersistentVolumeClaim", PersistentVolumeClaim.class),
			Map.entry("networking.k8s.io/v1 Ingress", Ingress.class),
			Map.entry("networking.k8s.io/v1 NetworkPolicy", NetworkPolicy.class),
			Map.entry("autoscaling/v2 HorizontalPodAutoscaler", HorizontalPodAutoscaler.class),
			Map.entry("policy/v1 PodDisruptionBudget", PodDisruptionBudget.class),
			Map.entry("v1 ServiceAccount", ServiceAccount.class), Map.entry("batch/v1 Job", Job.class));

	/**
	 * Renders the chart.
	 * @param values in YAML, over the chart's own
	 */
	static Manifests of(String values) throws IOException {
		return of(CHART, "shop", values);
	}

	/**
	 * Renders the chart for a release of another name.
	 */
	static Manifests named(String release, String values) throws IOException {
		return of(CHART, release, values);
	}

	/**
	 * The pod of {@code helm test}, which Helm does not render with the rest: here it is
	 * rendered from a copy of the chart in which it is no hook.
	 */
	static Pod test(String values) throws IOException {
		Path copy = Files.createTempDirectory("chart");
		try (Stream<Path> files = Files.walk(CHART)) {
			for (Path file : files.filter(Files::isRegularFile).toList()) {
				Path target = copy.resolve(CHART.relativize(file).toString());
				Files.createDirectories(target.getParent());
				Files.write(target,
						Files.readAllLines(file).stream().filter((line) -> !line.contains("helm.sh/hook")).toList());
			}
			return of(copy, "shop", values).one(Pod.class);
		}
		finally {
			FileSystemUtils.deleteRecursively(copy);
		}
	}

	static Manifests of(Path chart, String release, String values) throws IOException {
		Path file = Files.createTempFile("values", ".yaml");
		try {
			Files.writeString(file, values);
			return parse(new Helm(chart).template()
				.withName(release)
				.withNamespace("images")
				.withKubeVersion("1.30.0")
				.withValuesFile(file.toAbsolutePath())
				.call());
		}
		finally {
			Files.delete(file);
		}
	}

	/**
	 * Reads manifests.
	 * @throws IllegalArgumentException if they have a property or are of a kind that is
	 * not known
	 */
	static Manifests parse(String yaml) {
		List<HasMetadata> all = new ArrayList<>();
		for (Object document : new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(yaml)) {
			if (document instanceof Map<?, ?> manifest) {
				String kind = manifest.get("apiVersion") + " " + manifest.get("kind");
				if (KINDS.containsKey(kind)) {
					all.add(STRICT.convertValue(manifest, KINDS.get(kind)));
				}
				else {
					CustomResources.check(manifest);
					all.add(new ObjectMapper().convertValue(manifest, GenericKubernetesResource.class));
				}
			}
		}
		return new Manifests(all);
	}

	<T extends HasMetadata> List<T> all(Class<T> kind) {
		return this.all.stream().filter(kind::isInstance).map(kind::cast).toList();
	}

	/**
	 * The only one of an operator's kind.
	 */
	GenericKubernetesResource custom(String kind) {
		return all(GenericKubernetesResource.class).stream()
			.filter((each) -> each.getKind().equals(kind))
			.reduce((one, other) -> {
				throw new IllegalArgumentException("More than one " + kind);
			})
			.orElseThrow(() -> new IllegalArgumentException("No " + kind));
	}

	boolean have(String kind) {
		return this.all.stream().anyMatch((each) -> each.getKind().equals(kind));
	}

	<T extends HasMetadata> T one(Class<T> kind) {
		List<T> found = all(kind);
		if (found.size() != 1) {
			throw new IllegalArgumentException("%d of %s".formatted(found.size(), kind.getSimpleName()));
		}
		return found.getFirst();
	}

	PodSpec pod() {
		return one(Deployment.class).getSpec().getTemplate().getSpec();
	}

	Container container() {
		return pod().getContainers().getFirst();
	}

	/**
	 * The service's settings.
	 */
	String settings() {
		return settings(one(Deployment.class));
	}

	/**
	 * The settings of a deployment's pods, as they find them in the folder of them.
	 */
	static String settings(Deployment deployment) {
		PodTemplateSpec template = deployment.getSpec().getTemplate();
		DownwardAPIVolumeFile file = template.getSpec()
			.getVolumes()
			.getFirst()
			.getProjected()
			.getSources()
			.getFirst()
			.getDownwardAPI()
			.getItems()
			.getFirst();
		return template.getMetadata()
			.getAnnotations()
			.get(file.getFieldRef().getFieldPath().replaceAll("metadata.annotations\\['(.*)']", "$1"));
	}

}
