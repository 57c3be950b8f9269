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

import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

import dev.dcae.api.problem.ProblemType;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.TestConstructor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

/**
 * The examples of the description are what a service that was just started takes and
 * answers.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "management.server.port=0", "dcae.cache-dir=target/http-tests" })
@Import(Service.class)
@TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
class OpenApiExamplesTests {

	/**
	 * Problems that no single request to an idle service without keys leads to.
	 * {@link OverloadTests}, {@link LostDeviceTests} and {@link ApiKeyTests} know some.
	 */
	private static final Set<String> OF_TROUBLE = Set.of("queue-full", "share-full", "deadline-unreachable",
			"too-many-listeners", "too-slow", "unauthorized", "not-ready", "internal");

	/**
	 * Of what an image becomes on one machine and on another.
	 */
	private static final double CLOSE = 1e-3;

	private final Service service;

	private final JsonNode description;

	private final JsonNode examples;

	OpenApiExamplesTests(Service service) {
		this.service = service;
		this.description = service.described();
		this.examples = this.description.path("components").path("examples");
	}

	@TestFactory
	List<DynamicTest> aBodyIsTakenAndAnsweredAsDescribed() {
		List<DynamicTest> tests = new ArrayList<>();
		posts((path, operation) -> {
			Body body = body(operation);
			tests.add(dynamicTest(path, () -> {
				Answer answer = body.sendTo(this.service, path).ok();
				JsonNode content = operation.path("responses").path("200").path("content");
				String first = content.propertyNames().iterator().next();
				assertThat(answer.header("Content-Type")).isEqualTo(first);
				for (JsonNode example : content.path(first).path("examples")) {
					assertSame(answer.json(), resolved(example).path("value"));
				}
			}));
		});
		assertThat(tests).hasSizeGreaterThan(4);
		return tests;
	}

	@TestFactory
	List<DynamicTest> aChoiceIsTaken() {
		List<DynamicTest> tests = new ArrayList<>();
		posts((path, operation) -> {
			for (JsonNode parameter : operation.path("parameters")) {
				JsonNode known = resolved(parameter);
				for (JsonNode choice : resolved(known.path("schema")).path("enum")) {
					String query = "%s?%s=%s".formatted(path, known.path("name").asString(), choice.asString());
					Body body = (choice.asString().equals("zip") && path.endsWith("/encode")) ? form()
							: body(operation);
					tests.add(dynamicTest(query, () -> body.sendTo(this.service, query).ok()));
				}
			}
		});
		assertThat(tests).hasSizeGreaterThan(20);
		return tests;
	}

	@TestFactory
	Stream<DynamicTest> anAnswerIsWhatIsAnswered() {
		return this.examples.propertyStream()
			.filter((example) -> example.getValue().has("x-request"))
			.map((example) -> dynamicTest(example.getKey(), () -> {
				JsonNode shown = example.getValue().path("value");
				Answer answer = send(example.getValue().path("x-request"), shown.path("requestId").asString(""));
				if (shown.has("title")) {
					assertThat(answer.refusal(shown.path("status").asInt(), example.getKey())).isNotBlank();
					assertThat(answer.json()).isEqualTo(shown);
				}
				else if (shown.has("error")) {
					assertThat(answer.status()).isGreaterThanOrEqualTo(400);
					assertThat(answer.json()).isEqualTo(shown);
				}
				else {
					assertSame(answer.ok().json(), shown);
				}
			}));
	}

	@Test
	void everyExampleIsShownToBeReal() {
		List<String> bodies = List.of("image", "latent", "latent-file", "inference-request");
		assertThat(this.examples.propertyStream().filter((example) -> !example.getValue().has("x-request")))
			.extracting(Map.Entry::getKey)
			.containsOnlyOnceElementsOf(bodies)
			.allMatch((name) -> bodies.contains(name) || OF_TROUBLE.contains(name));
	}

	@Test
	void problemsOfTroubleAreThoseOfTheService() {
		for (ProblemType type : ProblemType.values()) {
			if (OF_TROUBLE.contains(type.code())) {
				JsonNode shown = this.examples.path(type.code()).path("value");
				assertThat(shown.path("type").asString()).isEqualTo(type.uri().toString());
				assertThat(shown.path("title").asString()).isEqualTo(type.title());
				assertThat(shown.path("status").asInt()).isEqualTo(type.status().value());
			}
		}
	}

	/**
	 * A body that is sent.
	 */
	@SuppressWarnings("ArrayRecordComponent")
	private record Body(String contentType, byte[] bytes) {

		/**
		 * A body as a URL (RFC 2397).
		 */
		static Body of(String dataUrl) {
			assertThat(dataUrl).startsWith("data:");
			int comma = dataUrl.indexOf(',');
			String type = dataUrl.substring("data:".length(), comma);
			String data = dataUrl.substring(comma + 1);
			return type.endsWith(";base64")
					? new Body(type.substring(0, type.length() - ";base64".length()), Base64.getDecoder().decode(data))
					: new Body(type, URLDecoder.decode(data, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8));
		}

		Answer sendTo(Service service, String path, String... headers) {
			return service.post(path, this.contentType, this.bytes, headers);
		}

	}

	/**
	 * The example of an operation's first media type; where that is a form, one with two
	 * images.
	 */
	private Body body(JsonNode operation) {
		JsonNode content = operation.path("requestBody").path("content");
		String type = content.propertyNames().iterator().next();
		if (type.equals("multipart/form-data")) {
			return form();
		}
		JsonNode examples = content.path(type).path("examples");
		assertThat(examples).as("examples of %s", operation.path("operationId")).hasSize(1);
		JsonNode example = resolved(examples.iterator().next());
		return example.has("externalValue") ? Body.of(example.path("externalValue").asString())
				: new Body(type, example.path("value").toString().getBytes(StandardCharsets.UTF_8));
	}

	private Body image() {
		return Body.of(this.examples.path("image").path("externalValue").asString());
	}

	private Body form() {
		Multipart form = Multipart.form()
			.file("image", "a.png", image().bytes())
			.file("image", "b.png", image().bytes());
		return new Body(form.contentType(), form.bytes());
	}

	private Answer send(JsonNode request, String id) {
		List<String> headers = new ArrayList<>();
		request.path("headers").forEachEntry((name, value) -> headers.addAll(List.of(name, value.asString())));
		if (!id.isEmpty()) {
			headers.addAll(List.of("X-Request-Id", id));
		}
		String[] all = headers.toArray(String[]::new);
		if (request.has("get")) {
			return this.service.get(request.path("get").asString(), all);
		}
		String body = request.path("body").asString();
		JsonNode example = this.examples.path(body);
		Body sent = example.has("value")
				? new Body("application/json", example.path("value").toString().getBytes(StandardCharsets.UTF_8))
				: Body.of(example.path("externalValue").asString(body));
		return sent.sendTo(this.service, request.path("post").asString(), all);
	}

	/**
	 * Checks that two are of the same fields and types, and of values that differ only
	 * where time, place and arithmetic do.
	 */
	private static void assertSame(JsonNode actual, JsonNode shown) {
		assertThat(actual.getNodeType()).as("%s for %s", actual, shown).isEqualTo(shown.getNodeType());
		switch (shown.getNodeType()) {
			case OBJECT -> {
				assertThat(actual.propertyNames()).containsExactlyElementsOf(shown.propertyNames());
				shown.forEachEntry((name, value) -> {
					if (name.equals("data")) {
						assertClose(floats(actual.path(name)), floats(value));
					}
					else {
						assertSame(actual.path(name), value);
					}
				});
			}
			case ARRAY -> {
				for (int i = 0; i < Math.min(actual.size(), shown.size()); i++) {
					assertSame(actual.path(i), shown.path(i));
				}
			}
			default -> {
			}
		}
	}

	private static void assertClose(float[] actual, float[] shown) {
		assertThat(actual).hasSameSizeAs(shown);
		for (int i = 0; i < actual.length; i++) {
			assertThat((double) actual[i]).isCloseTo(shown[i], within(CLOSE));
		}
	}

	/**
	 * The values of a tensor, as base64 or one by one.
	 */
	private static float[] floats(JsonNode tensor) {
		if (tensor.isArray()) {
			float[] values = new float[tensor.size()];
			for (int i = 0; i < values.length; i++) {
				values[i] = tensor.path(i).floatValue();
			}
			return values;
		}
		byte[] data = tensor.binaryValue();
		float[] values = new float[data.length / Float.BYTES];
		ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
		return values;
	}

	private void posts(BiConsumer<String, JsonNode> visitor) {
		this.description.path("paths").forEachEntry((path, methods) -> {
			if (methods.has("post") && path.startsWith("/v1/")) {
				visitor.accept(path, methods.path("post"));
			}
		});
	}

	private JsonNode resolved(JsonNode node) {
		String reference = node.path("$ref").asString("");
		return reference.isEmpty() ? node : this.description.at(reference.substring(1));
	}

}
