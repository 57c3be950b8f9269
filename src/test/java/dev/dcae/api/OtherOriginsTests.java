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
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import dev.dcae.api.security.OtherOrigins;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.filter.CorsFilter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The web pages of other origins.
 */
@KeyedService
class OtherOriginsTests {

	private static final String ALLOWED = "Access-Control-Allow-Origin";

	private static final String[] KEY = { "Authorization", "Bearer " + KeyedService.WEB };

	private final Service service;

	OtherOriginsTests(Service service) {
		this.service = service;
	}

	@ParameterizedTest
	@CsvSource({ "/v1/encode, POST", "/v1/models, GET", "/v2/models/tiny-sana.encode/infer, POST",
			"/remote-vae/tiny-sana/decode, POST" })
	void aBrowserMayAskBeforehandWithoutAKey(String path, String method) {
		Answer answer = preflight(KeyedService.ORIGIN, path, method, "authorization,content-type,x-request-timeout");
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.header(ALLOWED)).isEqualTo(KeyedService.ORIGIN);
		assertThat(answer.header("Access-Control-Allow-Methods")).contains(method);
		assertThat(answer.header("Access-Control-Allow-Headers").toLowerCase(Locale.ROOT)).contains("authorization",
				"content-type", "x-request-timeout");
		assertThat(answer.header("Access-Control-Max-Age")).isEqualTo("3600");
		assertThat(answer.header("Access-Control-Allow-Credentials")).isEmpty();
	}

	@Test
	void aPageOfAnotherOriginIsToldNo() {
		Answer answer = preflight("https://evil.example", "/v1/encode", "POST", "authorization");
		assertThat(answer.status()).isEqualTo(403);
		assertThat(answer.header(ALLOWED)).isEmpty();
		assertThat(preflight(KeyedService.ORIGIN, "/v1/models", "DELETE", "authorization").status()).isEqualTo(403);
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://[", "*x", "http://localhost:99999999999" })
	void anOriginThatIsNoneIsToldNo(String origin) {
		Answer answer = preflight(origin, "/v1/encode", "POST", "authorization");
		assertThat(answer.status()).isEqualTo(403);
		assertThat(answer.header(ALLOWED)).isEmpty();
	}

	@Test
	void aPageReadsEveryHeaderOfOurs() {
		Answer json = this.service.post("/v1/encode", TestImages.noise(24, 16), with(KEY)).ok();
		Answer raw = this.service
			.post("/v1/encode?tile=always", TestImages.noise(24, 16), with(KEY, "Accept", "application/octet-stream"))
			.ok();
		for (Answer answer : List.of(json, raw)) {
			assertThat(answer.header(ALLOWED)).isEqualTo(KeyedService.ORIGIN);
			assertThat(answer.header("Vary")).contains("Origin");
			List<String> exposed = Arrays.asList(answer.header("Access-Control-Expose-Headers").split(", *"));
			assertThat(exposed).contains("X-Request-Id", "Server-Timing", "X-Model", "X-Image-Size", "X-Tensor-Shape",
					"X-Tensor-Dtype", "X-Seed", "X-Tiled", "Retry-After", "Inference-Header-Content-Length", "shape",
					"dtype");
			assertThat(exposed).map((name) -> name.toLowerCase(Locale.ROOT))
				.containsAll(answer.headers()
					.map()
					.keySet()
					.stream()
					.map((name) -> name.toLowerCase(Locale.ROOT))
					.filter((name) -> name.startsWith("x-") && !name.equals("x-content-type-options")
							&& !name.equals("x-frame-options"))
					.toList());
		}
	}

	@Test
	void aPageReadsRefusalsToo() {
		Answer closed = this.service.get("/v1/models", "Origin", KeyedService.ORIGIN);
		closed.refusal(401, "unauthorized");
		assertThat(closed.header(ALLOWED)).isEqualTo(KeyedService.ORIGIN);
		Answer nothing = this.service.get("/nothing", with(KEY));
		nothing.refusal(404, "not-found");
		assertThat(nothing.header(ALLOWED)).isEqualTo(KeyedService.ORIGIN);
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://evil.example", "http://app.example", "https://app.example.evil.example", "null",
			"http://[", "http://a]b", "*x", "http://localhost:99999999999", "http://%zz", "//", "" })
	void aPageThatIsNotAllowedCannotReadTheAnswer(String origin) {
		Answer answer = this.service.get("/v1/models", "Origin", origin, KEY[0], KEY[1]).ok();
		assertThat(answer.header(ALLOWED)).isEmpty();
		assertThat(answer.header("Vary")).contains("Origin");
	}

	@Test
	void anOriginThatIsNonePassesWhereAllAreAllowed() throws Exception {
		CorsFilter filter = OtherOrigins.filter(List.of("*"), Duration.ofHours(1));
		MockHttpServletRequest request = new MockHttpServletRequest("GET", "/v1/models");
		request.addHeader("Origin", "http://localhost:99999999999");
		MockHttpServletResponse response = new MockHttpServletResponse();
		MockFilterChain chain = new MockFilterChain();
		filter.doFilter(request, response, chain);
		assertThat(chain.getRequest()).isNotNull();
		assertThat(response.getHeader(ALLOWED)).isNull();
	}

	private Answer preflight(String origin, String path, String method, String headers) {
		return this.service.send("OPTIONS", path, BodyPublishers.noBody(), "Origin", origin,
				"Access-Control-Request-Method", method, "Access-Control-Request-Headers", headers);
	}

	private static String[] with(String[] some, String... others) {
		String[] all = Arrays.copyOf(some, some.length + others.length + 2);
		System.arraycopy(others, 0, all, some.length, others.length);
		all[all.length - 2] = "Origin";
		all[all.length - 1] = KeyedService.ORIGIN;
		return all;
	}

}
