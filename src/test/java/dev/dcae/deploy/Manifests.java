package dev.dcae.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.marcnuri.helm.Helm;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * What the chart makes of some values, read with Kubernetes' own model.
 */
record Manifests(List<HasMetadata> all) {

	static final Path CHART = Path.of("helm");

	/**
	 * The model keeps what it does not know, and the cluster would drop it: here it
	 * fails.
	 */
	private static final ObjectMapper STRICT = JsonMapper.builder()
		.annotationIntrospector(new JacksonAnnotationIntrospector() {
			@Override
			public Boolean hasAnySetter(Annotated annotated) {
				return false;
			}
		})
		.build();

	private static final Map<String, Class<? extends HasMetadata>> KINDS = Map.of("apps/v1 Deployment",
			Deployment.class, "v1 Service", Service.class, "v1 ConfigMap", ConfigMap.class,
			"networking.k8s.io/v1 Ingress", Ingress.class);

	/**
	 * Renders the chart.
	 * @param values in YAML, over the chart's own
	 */
	static Manifests of(String values) throws IOException {
		Path file = Files.createTempFile("values", ".yaml");
		try {
			Files.writeString(file, values);
			return parse(new Helm(CHART).template()
				.withName("shop")
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
				if (!KINDS.containsKey(kind)) {
					throw new IllegalArgumentException("Unknown kind " + kind);
				}
				all.add(STRICT.convertValue(manifest, KINDS.get(kind)));
			}
		}
		return new Manifests(all);
	}

	<T extends HasMetadata> List<T> all(Class<T> kind) {
		return this.all.stream().filter(kind::isInstance).map(kind::cast).toList();
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
	 * The service's settings in the config map.
	 */
	String settings() {
		return one(ConfigMap.class).getData().get("application.yaml");
	}

}
