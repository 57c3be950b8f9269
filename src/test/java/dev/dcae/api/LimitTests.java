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

import java.nio.charset.StandardCharsets;

import dev.dcae.api.http.StrictJson;
import dev.dcae.api.problem.ProblemException;
import dev.dcae.pipeline.MemoryBudget;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Limits on the form of a request; those on its size are in {@link TooLargeTests}, those
 * on its lines in {@link BadHttpTests}.
 */
@HttpTest
class LimitTests extends RefusalTests {

	LimitTests(Service service) {
		super(service);
	}

	@Test
	void jsonMayNotBeDeep() {
		String deep = "[".repeat(100) + "1" + "]".repeat(100);
		assertThatExceptionOfType(ProblemException.class).isThrownBy(
				() -> StrictJson.read(deep.getBytes(StandardCharsets.UTF_8), Object.class, "", MemoryBudget.UNLIMITED))
			.withMessageContaining("32 levels");
		json("{\"shape\":" + deep + "}");
		json("[".repeat(1_000_000));
	}

	@Test
	void aNumberOfJsonMayNotBeLong() {
		assertThat(json("{\"width\":" + "1".repeat(2000) + "}")).isNotBlank();
	}

	@Test
	void aNameOfJsonMayNotBeLong() {
		assertThat(json("{\"" + "x".repeat(100_000) + "\": 1}")).hasSizeLessThan(300);
	}

	@Test
	void aTextOfJsonIsBoundedByTheBody() {
		assertThat(json("{\"model\": \"" + "x".repeat(3_000_000) + "\"}")).hasSizeLessThan(500);
		this.service
			.post("/v1/decode", "application/json",
					("{\"model\": \"" + "x".repeat(5_000_000) + "\"}").getBytes(StandardCharsets.UTF_8))
			.refusal(413, "too-large");
	}

	@Test
	void anAddressMayNotBeLong() {
		Answer answer = this.service.get("/v1/models?x=" + "x".repeat(20_000));
		answer.refusal(400, "bad-request");
	}

	@Test
	void theHeaderOfAPartMayNotBeLong() {
		Multipart form = Multipart.form().file("image", "x".repeat(10_000), TestImages.png(TestImages.noise(8, 8)));
		this.service.multipart("/v1/encode?model=tiny-mix", form).refusal(413, "too-large");
	}

	@ParameterizedTest
	@ValueSource(strings = { "X-Request-Timeout: 2\u0085", "X-Priority: \u0085", "X-Request-Id: \u0085",
			"Accept: \u0085", "Authorization: \u0085" })
	void aHeaderWithControlCharactersIsRefusedOrPassedOver(String header) {
		Answer answer = this.service
			.raw("GET /v1/models HTTP/1.1\nHost: localhost\nConnection: close\n%s\n\n".formatted(header));
		assertThat(answer.status()).isIn(200, 400, 406);
		assertThat(answer.text()).doesNotContain("internal");
	}

	@Test
	void aHeaderOfAnOperationWithControlCharactersIsRefused() {
		Answer answer = this.service.raw("""
				POST /v1/encode HTTP/1.1
				Host: localhost
				Connection: close
				Content-Type: image/png
				X-Priority: \u0085
				Content-Length: 1

				x""");
		answer.refusal(400, "bad-request");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/v1/models/..%2f..%2fetc%2fpasswd", "/v1/models/%2e%2e%2fx", "/v1/models/..%5cx",
			"/v1/models/x%00", "/v1/models/..;/x", "/swagger-ui/..%2f..%2fapplication.yaml", "/v1/models/%252e%252e" })
	void aPathLeadsNowhereElse(String path) {
		Answer answer = this.service.raw("GET %s HTTP/1.1\nHost: localhost\nConnection: close\n\n".formatted(path));
		answer.refusal(400, "bad-request");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/v1/models/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd",
			"/swagger-ui/../application.yaml", "/application.yaml", "/../application.yaml", "/META-INF/MANIFEST.MF" })
	void noFileIsServed(String path) {
		Answer answer = this.service.raw("GET %s HTTP/1.1\nHost: localhost\nConnection: close\n\n".formatted(path));
		assertThat(answer.status()).isIn(400, 404);
		answer.refusal(answer.status(), (answer.status() == 400) ? "bad-request" : "not-found");
	}

	@ParameterizedTest
	@ValueSource(strings = { "../../etc/passwd", "..%2F..%2Fetc%2Fpasswd", "/etc/passwd", "file:///etc/passwd",
			"classpath:models/dc-ae-tiny-f32c32", "src/test/resources/fixtures/tiny-mix", "." })
	void aModelIsAnIdAndNoFile(String model) {
		this.service.post("/v1/encode?model=" + model, TestImages.noise(8, 8)).refusal(404, "unknown-model");
	}

	private String json(String json) {
		return this.service.post("/v1/decode", "application/json", json.getBytes(StandardCharsets.UTF_8))
			.refusal(400, "bad-json");
	}

}
