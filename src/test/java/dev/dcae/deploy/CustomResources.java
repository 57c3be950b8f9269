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
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Custom resources, checked against the schemas of their definitions as an API server
 * does it, but for rules in CEL. What a server would silently drop is refused.
 */
final class CustomResources {

	private static final Path DEFINITIONS = Path.of("src/test/resources/kubernetes/crds");

	private static final Map<String, Schema> SCHEMAS = schemas();

	private CustomResources() {
	}

	/**
	 * Checks a manifest.
	 * @throws IllegalArgumentException if it is of a kind that is not known, or not as
	 * the definition has it
	 */
	static void check(Map<?, ?> manifest) {
		String kind = manifest.get("apiVersion") + " " + manifest.get("kind");
		Schema schema = SCHEMAS.get(kind);
		if (schema == null) {
			throw new IllegalArgumentException("Unknown kind " + kind);
		}
		List<Error> errors = schema.validate(JsonMapper.shared().<JsonNode>valueToTree(manifest));
		if (!errors.isEmpty()) {
			throw new IllegalArgumentException(kind + ": " + errors);
		}
	}

	private static Map<String, Schema> schemas() {
		Map<String, Schema> schemas = new HashMap<>();
		SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_4);
		try (Stream<Path> files = Files.list(DEFINITIONS)) {
			for (Path file : files.filter((each) -> each.toString().endsWith(".yaml")).toList()) {
				JsonNode spec = JsonMapper.shared()
					.<JsonNode>valueToTree(
							new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file)))
					.path("spec");
				for (JsonNode version : spec.path("versions")) {
					String kind = "%s/%s %s".formatted(spec.path("group").asString(), version.path("name").asString(),
							spec.at("/names/kind").asString());
					JsonNode schema = version.at("/schema/openAPIV3Schema");
					close(schema);
					// The server's own.
					((ObjectNode) schema.at("/properties/metadata")).removeAll().put("type", "object");
					schemas.put(kind, registry.getSchema(schema));
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return schemas;
	}

	/**
	 * Refuses fields that the server would drop, and leaves out what only a server reads.
	 */
	private static void close(JsonNode schema) {
		if (schema instanceof ObjectNode node) {
			boolean open = node.path("x-kubernetes-preserve-unknown-fields").asBoolean(false);
			node.remove(node.propertyNames().stream().filter((name) -> name.startsWith("x-kubernetes-")).toList());
			if (node.has("properties") && !open && node.path("type").asString("").equals("object")
					&& !node.has("additionalProperties")) {
				node.put("additionalProperties", false);
			}
		}
		schema.forEach(CustomResources::close);
	}

}
