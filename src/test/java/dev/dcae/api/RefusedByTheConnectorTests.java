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

import java.time.Duration;

import dev.dcae.api.security.SecurityHeaders;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests that the servlet container refuses before a filter or a controller sees it, on
 * both ports.
 */
@HttpTest
@ExtendWith(OutputCaptureExtension.class)
class RefusedByTheConnectorTests {

	/**
	 * The fault, the status, the type and a part of the text.
	 */
	private static final String CASES = """
			GET {path} HTTP/1.1\\nHost: a_b\\n                                  | 400 | bad-request     | The Host 'a_b' is
			GET {path} HTTP/1.1\\nHost: a b\\n                                  | 400 | bad-request     | The Host 'a b' is
			GET {path} HTTP/1.1\\nHost: [::1\\n                                 | 400 | bad-request     | The Host '[::1' is
			GET {path} HTTP/1.1\\nHost: x:99999999999\\n                        | 400 | bad-request     | The Host 'x:99999999999' is
			GET {path} HTTP/1.1\\nHost: a{control}b\\n                         | 400 | bad-request     | malformed
			GET {path} HTTP/1.1\\nHost: {long}\\n                              | 400 | bad-request     | too long
			GET {path} HTTP/1.1\\nHost: x\\nContent-Length: {long}\\n           | 400 | bad-request     | too long
			GET {path} HTTP/1.1\\nHost: x\\nTransfer-Encoding: {long}\\n        | 400 | bad-request     | too long
			GET {path} HTTP/1.1\\nHost: x\\nHost: y\\n                          | 400 | bad-request     | 2 Host headers
			GET {path} HTTP/1.1\\n                                             | 400 | bad-request     | no Host header
			GET {path}%zz HTTP/1.1\\nHost: x\\n                                 | 400 | bad-request     | The path has a malformed %-escape
			GET {path}%00 HTTP/1.1\\nHost: x\\n                                 | 400 | bad-request     |
			GET {path}^ HTTP/1.1\\nHost: x\\n                                   | 400 | bad-request     | too long
			GET {path} HTTP/1.1\\nHost: x\\nX-Long: {long}\\n                    | 400 | bad-request     | too long
			GET {path} HTTP/1.1\\nHost: x\\nExpect: nonsense\\n                  | 417 | bad-request     | Expect 'nonsense'
			GET {path} HTTP/3.7\\nHost: x\\n                                    | 505 | http-version    | HTTP/1.1
			CONNECT x:80 HTTP/1.1\\nHost: x:80\\n                              | 501 | not-implemented | CONNECT
			POST {path} HTTP/1.1\\nHost: x\\nTransfer-Encoding: gzip, chunked\\n | 501 | not-implemented | Transfer-Encoding 'gzip, chunked'
			POST {path} HTTP/1.1\\nHost: x\\nTransfer-Encoding: chunked, gzip\\n | 400 | bad-request     | Transfer-Encoding
			POST {path} HTTP/1.1\\nHost: x\\nContent-Length: many\\n             | 400 | bad-request     | Content-Length 'many'
			POST {path} HTTP/1.1\\nHost: x\\nContent-Length: 1\\nContent-Length: 2\\n | 400 | bad-request | 2 Content-Length headers
			""";

	private final Service service;

	RefusedByTheConnectorTests(Service service) {
		this.service = service;
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = CASES)
	void onTheMainPort(String request, int status, String type, String named, CapturedOutput output) {
		refused(this.service.port(), request, "/v1/models", status, type, named, output);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = CASES)
	void onTheManagementPort(String request, int status, String type, String named, CapturedOutput output) {
		refused(this.service.managementPort(), request, "/actuator/health", status, type, named, output);
	}

	/**
	 * Each is a problem with the headers of all answers, stands in the log under its
	 * request id, and is counted.
	 */
	private void refused(int port, String request, String path, int status, String type, String named,
			CapturedOutput output) {
		double before = refusals();
		Answer answer = this.service.raw(port,
				request.replace("{path}", path)
					.replace("{control}", "\u0001")
					.replace("{long}", "x".repeat(10_000))
					.replace("\\n", "\n") + "Connection: close\n\n",
				"");
		String detail = answer.refusal(status, type);
		if (named != null) {
			assertThat(detail).contains(named);
		}
		SecurityHeaders.ALL.forEach((name, value) -> assertThat(answer.header(name)).as(name).isNotEmpty());
		String id = answer.header("X-Request-Id");
		Awaitility.await()
			.atMost(Duration.ofSeconds(5))
			.untilAsserted(() -> assertThat(output.toString()
				.lines()
				.filter((line) -> line.contains("[" + id) && line.contains("refused with " + status))).hasSize(1));
		Awaitility.await()
			.atMost(Duration.ofSeconds(5))
			.untilAsserted(() -> assertThat(refusals()).isEqualTo(before + 1));
	}

	private double refusals() {
		Scrape scrape = Scrape.of(this.service);
		return scrape.sum("dcae_request_seconds_count", "operation", "none", "outcome", "refused");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/v2/models/%zz", "/v2/health/ready%00" })
	void underTheOpenInferenceProtocolInItsForm(String path) {
		Answer answer = this.service.raw("GET %s HTTP/1.1\nHost: x\nConnection: close\n\n".formatted(path));
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.json().propertyNames()).containsExactly("error");
		answer = this.service.raw("GET %s HTTP/1.1\nHost: a_b\nConnection: close\n\n".formatted(path));
		assertThat(answer.json().path("error").asString()).contains("'a_b'");
	}

	@ParameterizedTest
	@CsvSource({ "GET, /nothing, 404, not-found", "GET, /actuator/nothing, 404, not-found",
			"POST, /actuator/health, 405, method-not-allowed", "GET, /actuator/metrics/none, 404, not-found",
			"GET, /actuator/health;x=y, 400, bad-request" })
	void whatTheManagementPortHasNotIsAProblemToo(String method, String path, int status, String type) {
		Answer answer = this.service.raw(this.service.managementPort(),
				"%s %s HTTP/1.1\nHost: x\nConnection: close\n\n".formatted(method, path), "");
		assertThat(answer.refusal(status, type)).doesNotContain("/v3/api-docs");
		SecurityHeaders.ALL.forEach((name, value) -> assertThat(answer.header(name)).as(name).isNotEmpty());
	}

	@Test
	void anAnswerOfTheManagementPortHasARequestId() {
		Answer answer = this.service.get(this.service.managementPort(), "/actuator/health", "X-Request-Id", "mine");
		assertThat(answer.ok().header("X-Request-Id")).isEqualTo("mine");
	}

	@Test
	void unknownPathsAreCounted() {
		double before = refusals();
		this.service.get("/made/up").refusal(404, "not-found");
		this.service.get("/WEB-INF/web.xml").refusal(404, "not-found");
		Awaitility.await().untilAsserted(() -> assertThat(refusals()).isEqualTo(before + 2));
		this.service.get("/index.html").ok();
		assertThat(refusals()).isEqualTo(before + 2);
	}

}
