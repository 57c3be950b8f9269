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
package dev.dcae.api.oip;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.GZIPOutputStream;

import dev.dcae.api.Answer;
import dev.dcae.api.HttpTest;
import dev.dcae.api.Latents;
import dev.dcae.api.Service;
import dev.dcae.api.TestImages;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests as tritonclient, MLServer's codecs and generated clients send them.
 */
@HttpTest
class TritonHabitsTests {

	private static final String INDEX = "/v2/repository/index";

	private static final byte[] PNG = TestImages.png(TestImages.noise(40, 24));

	private final Service service;

	TritonHabitsTests(Service service) {
		this.service = service;
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "Content-Length: 0\r\n", "Content-Type: application/json\r\n" })
	void theIndexNeedsNoBody(String header) {
		Answer answer = this.service
			.raw("POST %s HTTP/1.1\r\nHost: localhost\r\n%sConnection: close\r\n\r\n".formatted(INDEX, header)
				.getBytes(StandardCharsets.US_ASCII));
		assertThat(answer.ok().json().size()).isGreaterThanOrEqualTo(4);
	}

	@Test
	void theIndexTakesNoChunksForNoBody() {
		Answer answer = this.service.raw("""
				POST %s HTTP/1.1
				Host: localhost
				Connection: close
				Transfer-Encoding: chunked

				0

				""".formatted(INDEX));
		assertThat(answer.ok().json().size()).isGreaterThanOrEqualTo(4);
	}

	@Test
	void theIndexReadsACompressedBody() throws IOException {
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		try (OutputStream gzip = new GZIPOutputStream(body)) {
			gzip.write("{\"redy\": true}".getBytes(StandardCharsets.US_ASCII));
		}
		Answer answer = this.service.post(INDEX, "application/json", body.toByteArray(), "Content-Encoding", "gzip");
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.json().path("error").asString()).contains("'redy'");
	}

	@Test
	void theIndexTakesNullForNoBody() {
		Answer all = this.service.post(INDEX, "application/json", "{}".getBytes(StandardCharsets.US_ASCII)).ok();
		assertThat(this.service.post(INDEX, "application/json", "null".getBytes(StandardCharsets.US_ASCII)).ok().json())
			.isEqualTo(all.json());
		assertThat(this.service.post(INDEX, "application/json", "[]".getBytes(StandardCharsets.US_ASCII)).status())
			.isEqualTo(400);
		assertThat(this.service.post(INDEX, "application/json", new byte[] { ' ' }).status()).isEqualTo(400);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/v2/models/none", "/v2/models/tiny-mix.decode", "/v2/models/stats",
			"/v2/models/tiny-mix.encode/config", "/v2" })
	void onlyInferredTensorsAreCompressed(String path) {
		Answer answer = this.service.get(path, "Accept-Encoding", "gzip, deflate");
		assertThat(answer.headers().firstValue("Content-Encoding")).isEmpty();
		assertThat(answer.json().isObject()).isTrue();
	}

	@Test
	void anInferredTensorIsCompressedAndARefusalIsNot() {
		Tensor latent = Latents.golden("tiny-mix");
		InferBody body = InferBody.binary("latent", latent);
		Answer inferred = body.postAcceptingGzip(this.service, "tiny-mix.decode");
		assertThat(inferred.status()).isEqualTo(200);
		assertThat(inferred.headers().firstValue("Content-Encoding")).contains("gzip");
		Answer refused = body.postAcceptingGzip(this.service, "tiny-mix.encode");
		assertThat(refused.status()).isEqualTo(400);
		assertThat(refused.headers().firstValue("Content-Encoding")).isEmpty();
		assertThat(refused.json().path("error").asString()).isNotBlank();
	}

	@Test
	void otherProtocolsAreCompressedAsBefore() {
		assertThat(this.service.get("/v1/models", "Accept-Encoding", "gzip").headers().firstValue("Content-Encoding"))
			.contains("gzip");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "[1,1] | [\"%s\"]", "[1,1] | [[\"%s\"]]", "[1] | [\"%s\"]" })
	void oneFileMayComeAsARow(String shape, String data) {
		String json = """
				{"inputs":[{"name":"file","shape":%s,"datatype":"BYTES","parameters":{"content_type":"base64"},
				"data":%s}]}""".formatted(shape, data.formatted(Base64.getEncoder().encodeToString(PNG)));
		Answer answer = this.service.post("/v2/models/tiny-mix.encode_file/infer", "application/json",
				json.getBytes(StandardCharsets.US_ASCII));
		assertThat(InferBody.output(answer.ok()).path("shape").size()).isEqualTo(4);
	}

	@Test
	void base64MayHaveTheEndsOfItsLines() {
		String json = InferBody.json("""
				{"inputs":[{"name":"file","shape":[1],"datatype":"BYTES","data":["%s"]}]}""").json();
		String whole = json.formatted(Base64.getEncoder().encodeToString(PNG));
		String lines = json.formatted(Base64.getMimeEncoder().encodeToString(PNG).replace("\r\n", "\\n") + "\\n");
		assertThat(InferBody.tensor(InferBody.json(lines).postJson(this.service, "tiny-mix.encode_file")).toFloats())
			.isEqualTo(
					InferBody.tensor(InferBody.json(whole).postJson(this.service, "tiny-mix.encode_file")).toFloats());
	}

	/**
	 * Triton's client for C++ takes an output with parameters for one in binary.
	 */
	@Test
	void whatIsToldOfValuesInJsonIsAParameterOfTheAnswer() {
		InferBody file = InferBody.json("""
				{"inputs":[{"name":"file","shape":[1],"datatype":"BYTES","data":["%s"]}]}"""
			.formatted(Base64.getEncoder().encodeToString(TestImages.png(TestImages.noise(160, 160)))));
		Answer encoded = file.post(this.service, "tiny-mix.encode_file");
		JsonNode told = encoded.ok().json().path("parameters");
		assertThat(told.path("width").asInt()).isEqualTo(160);
		assertThat(told.path("tiled").asBoolean()).isTrue();
		assertThat(InferBody.output(encoded).has("parameters")).isFalse();
		assertThat(InferBody.tensor(encoded).shape().size(0)).isEqualTo(1);
		// Whoever sends JSON alone has looked for them in the output.
		Answer plain = file.postJson(this.service, "tiny-mix.encode_file");
		assertThat(InferBody.output(plain.ok()).path("parameters")).isEqualTo(told);
	}

	@Test
	void oneFileMayComeAsARowInBinary() {
		Tensor expected = InferBody.tensor(InferBody.binary("file", "BYTES", new Shape(1), InferBody.element(PNG), "")
			.post(this.service, "tiny-mix.encode_file"));
		Tensor row = InferBody.tensor(InferBody.binary("file", "BYTES", new Shape(1, 1), InferBody.element(PNG), "")
			.post(this.service, "tiny-mix.encode_file"));
		assertThat(Latents.maxDifference(row, expected)).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "[2]", "[2,1]", "[1,2]", "[1,1,1]", "[]" })
	void manyFilesAreRefusedWithTheWayToSendThem(String shape) {
		String file = Base64.getEncoder().encodeToString(PNG);
		String data = shape.contains("2") ? "[\"%s\",\"%s\"]".formatted(file, file) : "[\"%s\"]".formatted(file);
		String json = "{\"inputs\":[{\"name\":\"file\",\"shape\":%s,\"datatype\":\"BYTES\",\"data\":%s}]}"
			.formatted(shape, data);
		Answer answer = this.service.post("/v2/models/tiny-mix.encode_file/infer", "application/json",
				json.getBytes(StandardCharsets.US_ASCII));
		assertThat(answer.status()).isEqualTo(400);
		if (shape.contains("2")) {
			assertThat(answer.json().path("error").asString()).contains("/v1/encode");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/v2/models/tiny-mix.decode/", "/v1/models/", "/v1/models/tiny-mix/", "/v2/health/ready/",
			"/v2/", "/swagger-ui.html/" })
	void aSlashAtTheEndMeansNothing(String path) {
		assertThat(this.service.get(path).status())
			.isEqualTo(this.service.get(path.substring(0, path.length() - 1)).status());
		assertThat(this.service.get(path).status()).isIn(200, 302);
	}

	@Test
	void aSlashAtTheEndIsTakenWhereBodiesArePosted() {
		assertThat(this.service.post("/v1/encode/?model=tiny-mix", "image/png", PNG).ok().body())
			.isEqualTo(this.service.post("/v1/encode?model=tiny-mix", "image/png", PNG).ok().body());
		assertThat(this.service.get("/").ok().text()).contains("<html");
		assertThat(this.service.get("/nothing/").status()).isEqualTo(404);
	}

	@Test
	void aModelWithoutItsTaskHintsAtAllFour() {
		Answer answer = this.service.get("/v2/models/tiny-mix");
		assertThat(answer.status()).isEqualTo(404);
		assertThat(answer.json().path("error").asString()).contains("tiny-mix.encode", "tiny-mix.decode",
				"tiny-mix.encode_file", "tiny-mix.decode_file");
	}

}
