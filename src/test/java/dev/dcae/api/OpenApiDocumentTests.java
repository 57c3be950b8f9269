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
package dev.dcae.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeMap;
import java.util.Locale;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

import dev.dcae.api.problem.ProblemType;
import io.swagger.v3.oas.annotations.Hidden;
import io.swagger.v3.oas.annotations.Operation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springdoc.core.service.OpenAPIService;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.mvc.condition.ConsumesRequestCondition;
import org.springframework.web.servlet.mvc.condition.ProducesRequestCondition;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The description says everything, once, and what is checked in is what is served.
 */
@HttpTest
class OpenApiDocumentTests {

	private static final Path FILE = Path.of("docs/openapi.yaml");

	private static final String WRITE = "openapi.write";

	private final Service service;

	private final RequestMappingHandlerMapping handlers;

	private final OpenAPIService documents;

	private final JsonNode description;

	OpenApiDocumentTests(Service service, OpenAPIService documents,
			@Qualifier("requestMappingHandlerMapping") RequestMappingHandlerMapping handlers) {
		this.service = service;
		this.documents = documents;
		this.handlers = handlers;
		this.description = service.described();
	}

	@Test
	void theFileIsWhatIsServed() throws IOException {
		// Only the file does not know where the service is.
		String served = this.service.get("/v3/api-docs.yaml")
			.ok()
			.text()
			.replaceFirst("servers:\n- url: http\\S+\n  description: .*\n", "servers:\n- url: /\n");
		assertThat(served).contains("servers:\n- url: /\n").doesNotContain("localhost");
		if (System.getProperty(WRITE) != null) {
			Files.writeString(FILE, served);
		}
		assertThat(Files.readString(FILE))
			.as("%s is out of date; mvn test -Dtest=OpenApiDocumentTests -D%s rewrites it", FILE, WRITE)
			.isEqualTo(served);
	}

	@Test
	void itIsMadeOnceWhateverLanguageIsAskedFor() {
		for (String language : List.of("en", "en-x-a1", "fr")) {
			this.service.get("/v3/api-docs", "Accept-Language", language).ok();
			assertThat(this.documents.getCachedOpenAPI(Locale.forLanguageTag(language)) != null).as(language)
				.isEqualTo(language.equals("en"));
		}
	}

	@Test
	void generatorsReadTheFileWithoutAWarning(@TempDir Path folder) throws IOException {
		assertThat(OpenApiGenerator.run("validate", "-i", FILE.toString()).ok().output())
			.contains("No validation issues detected")
			.doesNotContainIgnoringCase("warning");
		Path broken = Files.writeString(folder.resolve("broken.yaml"),
				Files.readString(FILE).replace("#/components/schemas/Latent\"", "#/components/schemas/Nothing\""));
		assertThat(OpenApiGenerator.run("validate", "-i", broken.toString()).output()).contains("Nothing");
	}

	@Test
	void itSaysWhatItIs() {
		assertThat(this.description.path("openapi").asString()).startsWith("3.1.");
		JsonNode info = this.description.path("info");
		assertThat(List.of("title", "version", "description"))
			.allMatch((field) -> !info.path(field).asString().isBlank());
		assertThat(info.path("license").path("identifier").asString()).isEqualTo("Apache-2.0");
	}

	@Test
	void everyOperationIsDescribed() {
		Set<String> ids = new TreeSet<>();
		Set<String> tags = new TreeSet<>();
		this.description.path("tags").forEach((tag) -> tags.add(described("a tag", tag).path("name").asString()));
		operations((name, operation) -> {
			assertThat(ids.add(operation.path("operationId").asString())).as(name + " has an id of its own").isTrue();
			assertThat(operation.path("operationId").asString()).as(name).matches("[a-z][A-Za-z]+");
			assertThat(operation.path("summary").asString()).as(name).isNotBlank();
			assertThat(operation.path("tags")).as(name)
				.isNotEmpty()
				.allMatch((tag) -> tags.contains(tag.asString()), "known");
			operation.path("parameters").forEach((parameter) -> described(name, resolved(parameter)));
			operation.path("responses").forEachEntry((status, answer) -> {
				described(name + " " + status, answer);
				answer.path("headers").forEach((header) -> described(name + " " + status, resolved(header)));
				assertThat(answer.path("headers").has("X-Request-Id")).as(name + " " + status).isTrue();
			});
			assertThat(operation.path("responses").propertyNames()).as(name + " tells how it can fail")
				.anyMatch((status) -> status.startsWith("4"))
				.anyMatch((status) -> status.startsWith("5"));
		});
		assertThat(ids).isNotEmpty();
	}

	@Test
	void whatIsAskedOfAModelMayComeBeforeItIsLoaded() {
		operations((name, operation) -> {
			JsonNode responses = operation.path("responses");
			if (responses.path("404").toString().contains("unknown-model")) {
				assertThat(responses.path("503").toString()).as(name).contains("not-ready", "Retry-After");
			}
		});
	}

	@Test
	void everyProtocolIsDescribed() {
		Set<String> missing = new TreeSet<>();
		this.handlers.getHandlerMethods().forEach((mapping, handler) -> {
			boolean hidden = handler.hasMethodAnnotation(Hidden.class)
					|| handler.getBeanType().isAnnotationPresent(Hidden.class);
			if (handler.getBeanType().getPackageName().startsWith("dev.dcae.") && !hidden) {
				mapping.getPatternValues()
					.stream()
					.filter((path) -> !this.description.path("paths").has(path))
					.forEach(missing::add);
			}
		});
		assertThat(missing).isEmpty();
	}

	@Test
	void everyParameterOfAControllerIsDescribed() {
		operations((name, operation) -> assertThat(operation.path("parameters"))
			.allSatisfy((parameter) -> assertThat(parameter.path("$ref").asString())
				.as("%s has a parameter without a component: %s", name, parameter)
				.startsWith("#/components/parameters/")));
	}

	@Test
	void everySchemaAndFieldIsDescribed() {
		this.description.path("components").path("schemas").forEachEntry((name, schema) -> {
			described(name, schema);
			schema.path("properties")
				.forEachEntry((field, property) -> described(name + "." + field, resolved(property)));
		});
	}

	@Test
	void aConceptHasOneSchema() {
		operations((name,
				operation) -> contents(operation).forEach((content) -> content.forEachEntry(
						(type, media) -> assertThat(media.path("schema").propertyNames()).as("%s, %s", name, type)
							.containsExactly("$ref"))));
	}

	/**
	 * Generators for Go make constants of the whole client of them.
	 */
	@Test
	void noTwoSchemasHaveAValueInCommon() {
		Map<String, String> owners = new TreeMap<>();
		this.description.path("components")
			.path("schemas")
			.forEachEntry((name, schema) -> schema.path("enum")
				.forEach((value) -> assertThat(owners.put(value.asString().toUpperCase(Locale.ROOT), name))
					.as("%s of %s is a value of another schema, too", value, name)
					.isNull()));
		assertThat(owners).hasSizeGreaterThan(10);
	}

	@Test
	void eachOperationSaysWhenItNeedsAKeyIsTooSlowOrFull() {
		operations((name, operation) -> {
			Collection<String> statuses = operation.path("responses").propertyNames();
			assertThat(statuses.contains("401")).as(name + " needs a key").isEqualTo(!name.contains("/health/"));
			assertThat(statuses.contains("408")).as(name + " takes a body").isEqualTo(operation.has("requestBody"));
			if (operation.has("requestBody") && !name.contains("repository")) {
				assertThat(statuses).as(name).contains("429");
			}
		});
	}

	@Test
	void whatIsNeededIsSaidToBeRequired() {
		for (String name : List.of("remoteVaeDecode.shape", "remoteVaeDecode.dtype")) {
			assertThat(this.description.path("components").path("parameters").path(name).path("required").asBoolean())
				.as(name)
				.isTrue();
		}
	}

	@Test
	void nothingOfTheInsideIsShown() {
		assertThat(this.description.path("components").path("schemas").propertyNames())
			.noneMatch((name) -> name.endsWith("View") || name.endsWith("Json") || name.contains("Detail")
					|| name.contains("Autoencoder") || name.contains("StreamedBody"));
	}

	@Test
	void everyComponentIsUsed() {
		String text = this.description.toString();
		this.description.path("components")
			.forEachEntry((kind, components) -> components.propertyNames()
				.forEach((name) -> assertThat(text).contains(use(kind, name))));
	}

	/**
	 * The form in which a component is used: ways to authenticate are named, the others
	 * referred to.
	 */
	private static String use(String kind, String name) {
		return kind.equals("securitySchemes") ? "{\"%s\":[]}".formatted(name)
				: "\"#/components/%s/%s\"".formatted(kind, name);
	}

	@Test
	void everyReferenceLeadsSomewhere() {
		List<JsonNode> references = this.description.findValues("$ref");
		assertThat(references).isNotEmpty()
			.allSatisfy(
					(reference) -> assertThat(this.description.at(reference.asString().substring(1)).isMissingNode())
						.as(reference.asString())
						.isFalse());
	}

	@ParameterizedTest
	@CsvSource({ "encode, image/png, application/json", "decode, application/json, image/png",
			"decodeFile, application/octet-stream, image/png", "reconstruct, image/png, image/png",
			"interpolate, multipart/form-data, image/png", "compare, image/png, application/json",
			"infer, application/json, application/json", "remoteVaeDecode, tensor/binary, image/jpeg",
			"remoteVaeEncode, application/octet-stream, tensor/binary" })
	void theDefaultFormsComeFirst(String id, String sent, String answered) {
		JsonNode operation = operation(id);
		assertThat(first(operation.path("requestBody"))).isEqualTo(sent);
		assertThat(first(operation.path("responses").path("200"))).isEqualTo(answered);
	}

	@Test
	void mediaTypesAreThoseOfTheControllers() {
		Map<String, List<String>> described = new LinkedHashMap<>();
		Map<String, List<String>> declared = new LinkedHashMap<>();
		this.handlers.getHandlerMethods().forEach((mapping, handler) -> {
			Operation annotation = handler.getMethodAnnotation(Operation.class);
			if (annotation != null && handler.getBeanType().getPackageName().startsWith("dev.dcae.")) {
				String id = annotation.operationId();
				JsonNode operation = operation(id);
				// Other protocols leave some to the request itself, and describe those
				// alone.
				boolean declaresAll = handler.getBeanType().getPackageName().startsWith("dev.dcae.api.v1");
				ConsumesRequestCondition consumes = mapping.getConsumesCondition();
				if (declaresAll || !consumes.isEmpty()) {
					described.put(id + " takes", mediaTypes(operation.path("requestBody")));
					declared.put(id + " takes", names(consumes.getConsumableMediaTypes().stream()));
				}
				ProducesRequestCondition produces = mapping.getProducesCondition();
				if (declaresAll || !produces.isEmpty()) {
					described.put(id + " answers", mediaTypes(operation.path("responses").path("200")));
					declared.put(id + " answers", names(produces.getProducibleMediaTypes().stream()));
				}
			}
		});
		assertThat(described).isNotEmpty().containsExactlyInAnyOrderEntriesOf(declared);
	}

	@Test
	void everyTypeOfProblemIsListed() {
		String problem = this.description.path("components")
			.path("schemas")
			.path("Problem")
			.path("description")
			.asString();
		assertThat(ProblemType.values()).allSatisfy((type) -> assertThat(problem)
			.contains("| `%s` | %d | %s |".formatted(type.uri(), type.status().value(), type.title())));
	}

	private static List<String> names(Stream<MediaType> types) {
		return types.map(MediaType::toString).sorted().toList();
	}

	private static List<String> mediaTypes(JsonNode bodyOrAnswer) {
		return bodyOrAnswer.path("content").propertyNames().stream().sorted().toList();
	}

	private static String first(JsonNode bodyOrAnswer) {
		return bodyOrAnswer.path("content").propertyNames().iterator().next();
	}

	private static List<JsonNode> contents(JsonNode operation) {
		List<JsonNode> contents = new ArrayList<>();
		contents.add(operation.path("requestBody").path("content"));
		operation.path("responses").forEach((answer) -> contents.add(answer.path("content")));
		return contents;
	}

	private JsonNode operation(String id) {
		List<JsonNode> found = new ArrayList<>();
		operations((name, operation) -> {
			if (operation.path("operationId").asString().equals(id)) {
				found.add(operation);
			}
		});
		assertThat(found).as(id).hasSize(1);
		return found.getFirst();
	}

	private void operations(BiConsumer<String, JsonNode> visitor) {
		this.description.path("paths")
			.forEachEntry((path, methods) -> methods
				.forEachEntry((method, operation) -> visitor.accept(method + " " + path, operation)));
	}

	private JsonNode resolved(JsonNode node) {
		String reference = node.path("$ref").asString("");
		return reference.isEmpty() ? node : this.description.at(reference.substring(1));
	}

	private static JsonNode described(String name, JsonNode node) {
		assertThat(node.path("description").asString("")).as("the description of %s in %s", node, name).isNotBlank();
		return node;
	}

}
