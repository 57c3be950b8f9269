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

import java.net.http.HttpRequest.BodyPublishers;

import dev.dcae.api.security.SecurityHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The headers by which answers tell browsers what to beware of.
 */
@HttpTest
class SecurityHeadersTests {

	private final Service service;

	SecurityHeadersTests(Service service) {
		this.service = service;
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/v1/models", "/v1/nothing", "/nothing", "/v3/api-docs", "/swagger-ui/index.html",
			"/v1/models?width=x" })
	void everyAnswerHasThem(String path) {
		beware(this.service.get(path));
	}

	@Test
	void latentsAndImagesAreKeptByNoCache() {
		Answer answer = this.service.post("/v1/reconstruct?model=tiny-mix", TestImages.noise(8, 8)).ok();
		beware(answer);
		assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
		assertThat(this.service.get("/v1/models").header("Cache-Control")).isEqualTo("no-store");
	}

	@Test
	void refusalsHaveThemToo() {
		beware(this.service.post("/v1/encode", "image/png", new byte[] { 1 }));
		beware(this.service.post("/v1/encode", "image/png", new byte[5_000_000]));
		beware(this.service.send("DELETE", "/v1/models", BodyPublishers.noBody()));
		beware(this.service.get("/v1/models/..%2fx"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET /v1/models HTTP/1.1\n\n", "GET /\\ HTTP/1.1\nHost: localhost\n\n" })
	void evenWhatIsHardlyHttpIsAnsweredWithThem(String request) {
		beware(this.service.raw(request));
	}

	@Test
	void nothingIsPromisedForTlsWhereThereIsNone() {
		assertThat(this.service.get("/v1/models").header("Strict-Transport-Security")).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET //v1/models", "GET /v1;x=y/models", "MADEUP /v1/models", "TRACE /v1/models",
			"GET /v1/%0d/models", "GET /WEB-INF/x", "GET /v1/models%zz" })
	void whatIsTurnedAwayBeforeThemHasThemToo(String line) {
		Answer answer = this.service.raw(line + " HTTP/1.1\nHost: x\nConnection: close\n\n");
		assertThat(answer.status()).isIn(400, 404, 405);
		beware(answer);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/index.html", "/v1/models", "/v2/health/ready", "/nothing" })
	void anAnswerWithoutABodyHasThemToo(String path) {
		beware(this.service.send("HEAD", path, BodyPublishers.noBody()));
	}

	@Test
	void aBodyThatIsCutShortHasThemToo() {
		Answer answer = this.service.raw("""
				POST /v1/encode HTTP/1.1
				Host: x
				Connection: close
				Content-Type: image/png
				Content-Length: 1000

				short""");
		assertThat(answer.status()).isEqualTo(400);
		beware(answer);
	}

	@Test
	void aProxyThatEndsTlsIsBelieved() {
		assertThat(this.service.get("/v1/models", "X-Forwarded-Proto", "https").header("Strict-Transport-Security"))
			.isEqualTo("max-age=31536000");
	}

	@Test
	void noPageOfAnotherOriginIsAllowed() {
		Answer answer = this.service.get("/v1/models", "Origin", "https://app.example").ok();
		assertThat(answer.headers().map().keySet()).noneMatch((name) -> name.startsWith("access-control"));
	}

	@Test
	void anAnswerDoesNotSayWhatItIsMadeOf() {
		assertThat(this.service.get("/v1/models").headers().map()).doesNotContainKeys("server", "x-powered-by",
				"set-cookie");
	}

	private static void beware(Answer answer) {
		assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
		assertThat(answer.header("X-Frame-Options")).isEqualTo("DENY");
		assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
		assertThat(answer.header("Content-Security-Policy"))
			.contains("default-src 'self'", "object-src 'none'", "frame-ancestors 'none'")
			.doesNotContain("script-src", "unsafe-eval");
		assertThat(answer.header("Cache-Control")).isNotEmpty();
		for (String name : SecurityHeaders.ALL.keySet()) {
			assertThat(answer.headers().allValues(name)).as(name).hasSize(1);
		}
	}

}
