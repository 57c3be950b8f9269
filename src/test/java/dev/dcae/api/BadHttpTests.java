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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests that no operation is meant by, and some that are hardly HTTP.
 */
@HttpTest
class BadHttpTests extends RefusalTests {

	BadHttpTests(Service service) {
		super(service);
	}

	@ParameterizedTest
	@CsvSource({ "GET, /v1/encode, POST", "PUT, /v1/decode, POST", "DELETE, /v1/reconstruct, POST",
			"PATCH, /v1/encode, POST", "POST, /v1/models, GET", "DELETE, /v1/models/tiny-mix, GET" })
	void anotherMethodIsRefusedWithTheOneThatIsAllowed(String method, String path, String allowed) {
		Answer answer = this.service.send(method, path, BodyPublishers.noBody());
		assertThat(answer.refusal(405, "method-not-allowed")).contains(method, allowed);
		assertThat(answer.header("Allow")).contains(allowed);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/v1", "/v1/", "/v1/encode/x/", "/v1/Encode", "/v1/nothing", "/v9/encode", "/error",
			"/favicon.ico", "/actuator/health", "/%3Cscript%3E" })
	void anUnknownAddressIsRefused(String path) {
		assertThat(this.service.get(path).refusal(404, "not-found")).contains("/v3/api-docs");
	}

	/**
	 * The error is about the path; that the body cannot be read either comes up when it
	 * is told.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "/v1/enc;x=y", "/v1/encode", "/nothing", "//v1/encode" })
	void aFormInMalformedChunksIsRefused(String path) {
		Answer answer = this.service.raw("""
				POST %s HTTP/1.1
				Host: localhost
				Connection: close
				Content-Type: multipart/form-data; boundary=x
				Transfer-Encoding: chunked

				zz
				""".formatted(path));
		assertThat(answer.status()).isIn(400, 404);
		answer.refusal(answer.status(), (answer.status() == 404) ? "not-found" : "bad-request");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/v1/enc;x=y", "//v1/encode" })
	void aRefusalByTheFirewallNamesThePathThatWasAskedFor(String path) {
		Answer answer = this.service.raw("GET %s HTTP/1.1\nHost: localhost\nConnection: close\n\n".formatted(path));
		assertThat(answer.json().path("instance").asString()).isEqualTo(path);
	}

	@Test
	void thePageIsNoJson() {
		this.service.get("/", "Accept", "application/json").refusal(406, "not-acceptable");
	}

	@Test
	void anEndlessAddressIsNotRepeated() {
		assertThat(this.service.get("/" + "x".repeat(1000)).refusal(404, "not-found")).hasSizeLessThan(300);
	}

	@Test
	void aRefusalIsAProblemWhateverIsAccepted() {
		this.service.get("/nothing", "Accept", "image/png").refusal(404, "not-found");
		this.service.post("/v1/reconstruct", "image/png", new byte[] { 1 }, "Accept", "image/webp")
			.refusal(415, "not-an-image");
	}

	@Test
	void aRefusalRepeatsAHarmlessRequestId() {
		Answer answer = this.service.get("/nothing", "X-Request-Id", "my-request");
		answer.refusal(404, "not-found");
		assertThat(answer.header("X-Request-Id")).isEqualTo("my-request");
	}

	@Test
	void anEndlessHeaderIsRefused() {
		Answer answer = this.service.get("/v1/models", "X-Long", "x".repeat(100_000));
		assertThat(answer.status()).isIn(400, 431);
		answer.refusal(answer.status(), "bad-request");
	}

	@Test
	void aHundredHeadersTooManyAreRefused() {
		Answer answer = this.service.raw("GET /v1/models HTTP/1.1\nHost: localhost\nConnection: close\n"
				+ "X-Again: and again\n".repeat(300) + "\n");
		assertThat(answer.status()).isIn(400, 431);
		answer.refusal(answer.status(), "bad-request");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/v1/models?x=%zz", "/v1/encode?model=%zz", "/v1/models/%zz", "/v1/models\\x", "v1" })
	void aMalformedAddressIsRefused(String path) {
		Answer answer = this.service.raw("""
				POST %s HTTP/1.1
				Host: localhost
				Connection: close
				Content-Type: image/png
				Content-Length: 1

				x""".formatted(path));
		switch (answer.status()) {
			case 405 -> answer.refusal(405, "method-not-allowed");
			default -> answer.refusal(400, path.contains("model=") ? "bad-parameter" : "bad-request");
		}
	}

	/**
	 * Answers of HTTP/0.9 have no head.
	 */
	@Test
	void aRefusalHasAHeadWhateverConnectionsBeforeSpoke() {
		for (int i = 0; i < 20; i++) {
			assertThat(this.service.text("GET /v1/models\n\n")).startsWith("{");
			this.service.raw("""
					GET /v1/models#x HTTP/1.1
					Host: localhost
					Connection: close

					""").refusal(400, "bad-request");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "Content-Type: image/png\n", "Content-Type: application/octet-stream\n",
			"Content-Type: application/x-www-form-urlencoded\n", "Content-Type:\n", "" })
	void aQueryThatCannotBeReadIsABadParameterWhateverTheBody(String type) {
		double before = failures();
		for (String query : new String[] { "model=%zz", "shape=%zz", "a=b" + "&a=b".repeat(1100) }) {
			Answer answer = this.service.raw("""
					POST /v1/encode?%s HTTP/1.1
					Host: localhost
					Connection: close
					%sContent-Length: 1

					x""".formatted(query, type));
			assertThat(answer.refusal(400, "bad-parameter")).contains("The query could not be read");
		}
		assertThat(failures()).isEqualTo(before);
	}

	@Test
	void aHeaderThatTheFirewallRejectsIsABadRequestWhereverItIsRead() {
		double before = failures();
		for (String header : new String[] { "Content-Type: image/png\u0085", "Content-Type: \u0085", "Accept: \u0085",
				"Content-Encoding: \u0085", "Origin: \u0085", "X-Request-Timeout: \u0085", "X-Forwarded-For: \u0085",
				"Authorization: \u0085" }) {
			Answer answer = this.service.raw("""
					POST /v1/encode?model=tiny-mix HTTP/1.1
					Host: localhost
					Connection: close
					%s
					Content-Length: 1

					x""".formatted(header));
			assertThat(answer.status()).as(header).isBetween(400, 499);
			answer.refusal(answer.status(), answer.json().path("type").asString().replaceAll(".*[:/]", ""));
		}
		assertThat(failures()).isEqualTo(before);
	}

	private double failures() {
		return Scrape.of(this.service).sum("dcae_request_seconds_count", "outcome", "failed");
	}

	@ParameterizedTest
	@CsvSource({ "/v1/encode, image/png", "/v1/decode, application/json",
			"/v1/encode, multipart/form-data; boundary=x" })
	void aBodyThatIsCutShortIsRefused(String path, String type) {
		Answer answer = this.service.raw("""
				POST %s HTTP/1.1
				Host: localhost
				Connection: close
				Content-Type: %s
				Content-Length: 1000

				--x""".formatted(path, type));
		answer.refusal(400, "bad-request");
	}

	@ParameterizedTest
	@ValueSource(strings = { "zz\nhello\n0\n\n", "-5\nhello\n0\n\n", "5\nhel", "99999999999\nhello", "" })
	void malformedChunksAreRefused(String chunks) {
		Answer answer = this.service.raw("""
				POST /v1/encode HTTP/1.1
				Host: localhost
				Connection: close
				Content-Type: image/png
				Transfer-Encoding: chunked

				""" + chunks);
		answer.refusal(400, "bad-request");
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET /v1/models HTTP/1.1\n\n", "GET /v1/models HTTP/1.1\nHost: a b\n\n",
			"POST /v1/encode HTTP/1.1\nHost: localhost\nContent-Length: 5\nContent-Length: 6\n\nhello!",
			"POST /v1/encode HTTP/1.1\nHost: localhost\nContent-Length: -5\n\nhello",
			"POST /v1/encode HTTP/1.1\nHost: localhost\nContent-Length: many\n\nhello" })
	void whatIsHardlyHttpIsRefused(String request) {
		Answer answer = this.service.raw(request);
		assertThat(answer.status()).isEqualTo(400);
		answer.refusal(400, "bad-request");
	}

}
