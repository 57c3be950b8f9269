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
import java.nio.charset.StandardCharsets;
import java.util.Base64;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Callers who are let in, and who are not.
 */
@KeyedService
@ExtendWith(OutputCaptureExtension.class)
class ApiKeyTests {

	private static final String AUTHORIZATION = "Authorization";

	private final Service service;

	private final LoggingSystem logging;

	ApiKeyTests(Service service, LoggingSystem logging) {
		this.service = service;
		this.logging = logging;
	}

	@ParameterizedTest
	@CsvSource({ "GET, /v1/models", "GET, /v1/models/tiny-sana", "GET, /v1/status", "POST, /v1/encode",
			"POST, /v1/decode", "POST, /v1/reconstruct", "POST, /v1/interpolate", "POST, /v1/compare",
			"GET, /v3/api-docs", "GET, /v3/api-docs.yaml", "GET, /swagger-ui.html", "GET, /swagger-ui/index.html",
			"POST, /remote-vae/tiny-sana/decode", "GET, /nothing", "GET, /error", "OPTIONS, /v1/encode",
			"HEAD, /v1/models", "GET, /v1", "DELETE, /v1/models/tiny-sana" })
	void nothingElseAnswersWithoutAKey(String method, String path) {
		Answer answer = this.service.send(method, path, BodyPublishers.noBody());
		assertThat(answer.status()).isEqualTo(401);
		assertThat(answer.headers().allValues("WWW-Authenticate")).containsExactly("Bearer realm=\"dcae\"",
				"Basic realm=\"dcae\", charset=\"UTF-8\"");
		if (!method.equals("HEAD")) {
			assertThat(answer.refusal(401, "unauthorized")).contains("Authorization: Bearer", "Basic");
		}
	}

	@Test
	void aScriptIsNotMetWithThePasswordWindowOfTheBrowser() {
		Answer script = this.service.get("/v1/models", "X-Requested-With", "XMLHttpRequest");
		script.refusal(401, "unauthorized");
		assertThat(script.headers().allValues("WWW-Authenticate")).containsExactly("Bearer realm=\"dcae\"");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/v2", "/v2/models/tiny-sana.encode", "/v2/models/tiny-sana.encode/ready",
			"/v2/models/tiny-sana.encode/infer", "/v2/nothing" })
	void theInferenceProtocolIsClosedToo(String path) {
		Answer closed = this.service.get(path);
		assertThat(closed.status()).isEqualTo(401);
		assertThat(closed.json().propertyNames()).containsExactly("error");
		assertThat(closed.json().path("error").asString()).contains("API key");
		assertThat(this.service.post(path, "application/json", new byte[0]).status()).isEqualTo(401);
		assertThat(this.service.get(path, "X-Forwarded-Prefix", "/vae").json().propertyNames())
			.containsExactly("error");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/index.html", "/favicon.ico", "/playground/nothing.js", "/samples/nothing.png",
			"/v2/health/live", "/v2/health/ready" })
	void thePageAndWhatLoadBalancersAskIsOpen(String path) {
		assertThat(this.service.get(path).status()).isIn(200, 404);
		assertThat(this.service.get(path, AUTHORIZATION, "Bearer of-another-service").status()).isIn(200, 404);
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "Bearer " + KeyedService.WEB, "bearer  " + KeyedService.WEB, "BEARER " + KeyedService.BULK })
	void aKeyLetsIn(String authorization) {
		this.service.get("/v1/models", AUTHORIZATION, authorization).ok();
		this.service.post("/v1/reconstruct", TestImages.noise(16, 16), AUTHORIZATION, authorization).ok();
		this.service.get("/v3/api-docs", AUTHORIZATION, authorization).ok();
		this.service.get("/nothing", AUTHORIZATION, authorization).refusal(404, "not-found");
	}

	@ParameterizedTest
	@ValueSource(strings = { "user", "", "web" })
	void aKeyIsThePasswordOfAnyUser(String user) {
		this.service.get("/v1/models", AUTHORIZATION, basic(user, KeyedService.WEB)).ok();
	}

	@ParameterizedTest
	@ValueSource(strings = { "Bearer wrong", "Bearer", "Bearer ", "Bearer web-key-of-the-test",
			"Bearer web-key-of-the-tests-", "Bearer WEB-KEY-OF-THE-TESTS", "web-key-of-the-tests", "Basic", "Basic !!!",
			"Basic dXNlcg==", "Digest username=\"web\"",
			"Bearer f4267dd4602564f666481f7b93ca3d0092b3fd45981212e311cbcedc9d02018f" })
	void whatIsNoKeyDoesNot(String authorization) {
		this.service.get("/v1/models", AUTHORIZATION, authorization).refusal(401, "unauthorized");
	}

	@Test
	void aKeyIsNoUserName() {
		this.service.get("/v1/models", AUTHORIZATION, basic(KeyedService.WEB, "")).refusal(401, "unauthorized");
		this.service.get("/v1/models", AUTHORIZATION, basic("web", "web")).refusal(401, "unauthorized");
	}

	@Test
	void aKeyIsNotTakenFromTheAddress() {
		this.service.get("/v1/models?access_token=" + KeyedService.WEB).refusal(401, "unauthorized");
		this.service
			.send("POST", "/v1/models", BodyPublishers.ofString("access_token=" + KeyedService.WEB), "Content-Type",
					"application/x-www-form-urlencoded")
			.refusal(401, "unauthorized");
	}

	@Test
	void aBodyWithoutAKeyIsNotRead() {
		Answer answer = this.service.raw("""
				POST /v1/encode HTTP/1.1
				Host: localhost
				Connection: close
				Content-Type: image/png
				Content-Length: 9000000000000

				""");
		answer.refusal(401, "unauthorized");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/v1/models;/v2/health/live", "/v2/health/..%2fmodels", "/v2/health/../models",
			"//v1/models", "/v2/health/%2e%2e/models", "/playground/../v1/models", "/samples/..%5cv1/models",
			"/V1/models", "/v1/models%2f" })
	void noDetourLeadsPastTheKeys(String path) {
		Answer answer = this.service.raw("GET %s HTTP/1.1\nHost: localhost\nConnection: close\n\n".formatted(path));
		assertThat(answer.status()).isIn(400, 401, 404);
		assertThat(answer.text()).doesNotContain("\"models\":");
	}

	@ParameterizedTest
	@CsvSource({ "X-Forwarded-Prefix, /v2/health", "X-Forwarded-Prefix, /v2/health/live",
			"X-Forwarded-Prefix, /playground", "X-Forwarded-Prefix, /v1/..", "X-Forwarded-Prefix, //evil.example",
			"X-Forwarded-For, 127.0.0.1", "X-Forwarded-Host, localhost", "X-Forwarded-Port, 8081",
			"X-Original-URL, /v2/health/live", "X-Rewrite-URL, /v2/health/live", "X-HTTP-Method-Override, GET",
			"X-Requested-With, XMLHttpRequest", "Forwarded, for=127.0.0.1;host=localhost" })
	void noHeaderOfAProxyLeadsPastThem(String header, String value) {
		assertThat(this.service.get("/v1/models", header, value).status()).isIn(400, 401);
		assertThat(this.service.get("/actuator/health", header, value).status()).isIn(400, 404);
	}

	@Test
	void theManagementPortIsApart() {
		int management = this.service.managementPort();
		this.service.get(management, "/actuator/health").ok();
		this.service.get(management, "/actuator/health/liveness").ok();
		this.service.get(management, "/actuator/prometheus").ok();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/actuator", "/actuator/health", "/actuator/prometheus", "/actuator/models" })
	void nothingOfItIsOnTheMainPort(String path) {
		this.service.get(path).refusal(404, "not-found");
		this.service.get(path, AUTHORIZATION, "Bearer " + KeyedService.WEB).refusal(404, "not-found");
	}

	@Test
	void noHeaderIsEchoed() {
		Answer answer = this.service.send("TRACE", "/v1/models", BodyPublishers.noBody(), AUTHORIZATION,
				"Bearer " + KeyedService.WEB);
		assertThat(answer.status()).isIn(400, 405);
		assertThat(answer.text()).doesNotContain(KeyedService.WEB);
	}

	@Test
	void aKeyStandsInNoLogNoAnswerAndNoMetric(CapturedOutput output) {
		String[] loggers = { "org.springframework.security", "org.springframework.web", "dev.dcae" };
		for (String logger : loggers) {
			this.logging.setLogLevel(logger, LogLevel.TRACE);
		}
		String encoded = basic("user", KeyedService.WEB);
		StringBuilder answers = new StringBuilder();
		try {
			for (String path : new String[] { "/v1/models", "/nothing", "/v1/encode" }) {
				for (String authorization : new String[] { "Bearer " + KeyedService.WEB, encoded,
						"Bearer wrong-" + KeyedService.WEB, basic(KeyedService.WEB, "wrong") }) {
					answers.append(this.service.get(path, AUTHORIZATION, authorization).text());
				}
			}
			answers.append(this.service
				.post("/v1/encode?model=none", TestImages.noise(8, 8), AUTHORIZATION, "Bearer " + KeyedService.WEB)
				.text());
			answers.append(this.service.get(this.service.managementPort(), "/actuator/prometheus").text());
		}
		finally {
			for (String logger : loggers) {
				this.logging.setLogLevel(logger, null);
			}
		}
		assertThat(output.getOut()).contains("TRACE");
		assertThat(answers.toString() + output).contains("http_server_requests")
			.doesNotContain(KeyedService.WEB)
			.doesNotContain(encoded.substring("Basic ".length()));
	}

	private static String basic(String user, String password) {
		return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
	}

}
