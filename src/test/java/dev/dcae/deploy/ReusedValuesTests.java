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
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code helm upgrade --reuse-values}: the new chart with the values of an older one in
 * place of its own.
 */
class ReusedValuesTests {

	/** Values that every chart has had. */
	private static final String OLD = """
			dcae: { models: [{ id: dc-ae-tiny-f32c32, source: classpath:models/dc-ae-tiny-f32c32 }], security: { keys: [] } }
			resources: { requests: { cpu: "1", memory: 4Gi }, limits: { memory: 4Gi } }
			fetch: { resources: { requests: { cpu: 500m, memory: 1Gi }, limits: { memory: 1Gi } } }
			""";

	private static final ObjectMapper JSON = new ObjectMapper();

	@TempDir
	private Path chart;

	/**
	 * All but the one that takes a part of a default away, which is to be there for that.
	 */
	static List<String> sets() {
		return ValueSets.names().stream().filter((set) -> !set.equals("openshift")).toList();
	}

	private Manifests with(String defaults, String values) throws IOException {
		try (Stream<Path> files = Files.walk(Manifests.CHART)) {
			for (Path file : files.filter(Files::isRegularFile).toList()) {
				Path target = this.chart.resolve(Manifests.CHART.relativize(file).toString());
				Files.createDirectories(target.getParent());
				Files.write(target, Files.readAllBytes(file));
			}
		}
		Files.writeString(this.chart.resolve("values.yaml"), defaults);
		return Manifests.of(this.chart, "shop", values);
	}

	@ParameterizedTest
	@MethodSource("sets")
	void whatIsMissingIsAsInTheFile(String set) throws IOException {
		String values = Files.readString(ValueSets.file(set));
		List<HasMetadata> expected = Manifests.of(values).all();
		assertThat(with(OLD, values).all()).zipSatisfy(expected,
				(actual, same) -> assertThat(JSON.valueToTree(actual).toPrettyString())
					.isEqualTo(JSON.valueToTree(same).toPrettyString()));
	}

	@Test
	void theValuesOfTheFirstChartAreTaken() throws IOException {
		String old = Files.readString(Path.of("src/test/resources/kubernetes/values-0.1.0.yaml"));
		assertThat(with(old, "").container()).isEqualTo(Manifests.of("").container());
		assertThat(with(old, "autoscaling: { keda: { enabled: true } }").custom("ScaledObject")
			.<String>get("spec", "triggers", 0, "metadata", "threshold")).isEqualTo("5");
	}

}
