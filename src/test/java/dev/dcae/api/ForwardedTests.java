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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Headers in which proxies tell of requests, and others in their name.
 */
@HttpTest
class ForwardedTests {

	private final Service service;

	ForwardedTests(Service service) {
		this.service = service;
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			X-Forwarded-Prefix | dcae
			X-Forwarded-Prefix | https://x/y
			X-Forwarded-Prefix | //evil.example
			X-Forwarded-Host   | https://cdn.example.com/
			X-Forwarded-Host   | a b
			X-Forwarded-Host   | [::1
			X-Forwarded-Port   | abc
			X-Forwarded-Port   | 99999
			X-Forwarded-Proto  | javascript:
			X-Forwarded-For    | 192.0.2.1:abc
			X-Forwarded-For    | [::1
			X-Forwarded-Ssl    | 17
			Forwarded          | host=a b
			Forwarded          | for="[::1"
			Forwarded          | host="https://x/";proto=\\\\
			""")
	void whatIsMalformedIsOverlookedOnBothPorts(String header, String value) {
		for (String path : new String[] { "/v1/models", "/v2/health/ready", "/swagger-ui.html", "/v3/api-docs", "/",
				"/nothing" }) {
			Answer plain = this.service.get(path);
			Answer answer = this.service.get(path, header, value);
			assertThat(answer.status()).as(path).isEqualTo(plain.status());
			assertThat(answer.header("X-Request-Id")).as(path).isNotEmpty();
			assertThat(answer.header("Location")).isEqualTo(plain.header("Location"));
		}
		this.service.get(this.service.managementPort(), "/actuator/health", header, value).ok();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			Forwarded          | a="  | x    | "
			Forwarded          | a="  | \\x | "
			X-Forwarded-Prefix | /a   | /a   | ''
			X-Forwarded-Prefix | /a   | /a   | ?
			""")
	void oneOfAnyLengthEndsNoRequest(String header, String start, String middle, String end) {
		String value = start + middle.repeat(7500 / middle.length()) + end;
		Answer answer = this.service.get("/v1/models", header, value).ok();
		assertThat(answer.header("X-Request-Id")).isNotEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "TRACE /v1/models, 405", "GET /v1/models%zz, 400", "GET /WEB-INF/x, 404", "GET //v1/models, 400" })
	void whatIsMalformedIsOverlookedInErrorsToo(String line, int status) {
		for (String header : new String[] { "X-Forwarded-Port: abc", "X-Forwarded-Prefix: dcae",
				"Forwarded: for=\"[::1\"" }) {
			Answer answer = this.service.raw("%s HTTP/1.1\nHost: x\n%s\nConnection: close\n\n".formatted(line, header));
			assertThat(answer.status()).as(header).isEqualTo(status);
			assertThat(answer.json().path("requestId").asString()).isEqualTo(answer.header("X-Request-Id"));
		}
	}

	@Test
	void aTrustedProxyIsBelieved() {
		String description = this.service
			.get("/v3/api-docs", "X-Forwarded-Host", "vae.example:8443", "X-Forwarded-Proto", "https",
					"X-Forwarded-Prefix", "/tools/vae")
			.ok()
			.json()
			.path("servers")
			.path(0)
			.path("url")
			.asString();
		assertThat(description).isEqualTo("https://vae.example:8443/tools/vae");
	}

	@ParameterizedTest
	@CsvSource({ "2001:db8::1", "'2001:db8::1, 10.0.0.1'", "192.0.2.1", "unknown" })
	void theAddressOfAClientIsTakenHoweverProxiesWriteIt(String address) {
		this.service.get("/v1/models", "X-Forwarded-For", address).ok();
		this.service.get("/v1/models", "Forwarded", "for=\"[2001:db8::1]\"").ok();
	}

}
