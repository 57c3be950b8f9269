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
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Bodies that no operation takes, which nobody reads: they announce more than ever comes.
 */
@KeyedService
class UnreadBodiesTests {

	private static final String FIELDS = "application/x-www-form-urlencoded";

	private static final String FILES = "multipart/form-data; boundary=x";

	private final Service service;

	UnreadBodiesTests(Service service) {
		this.service = service;
	}

	@ParameterizedTest
	@ValueSource(strings = { "PUT", "PATCH", "DELETE" })
	void theFieldsOfAFormAreNotRead(String method) {
		send(method, "/v1/encode", FIELDS).refusal(401, "unauthorized");
		assertThat(send(method, "/v2/health/live", FIELDS).status()).isEqualTo(405);
		assertThat(send(this.service.managementPort(), method, "/actuator/health", FIELDS).status()).isEqualTo(405);
	}

	@ParameterizedTest
	@ValueSource(strings = { "PUT", "PATCH", "DELETE" })
	void fieldsThatAreMalformedAreNoFailure(String method) {
		this.service
			.send(method, "/v1/encode", BodyPublishers.ofString("%zz"), "Content-Type", FIELDS, "Authorization",
					"Bearer " + KeyedService.WEB)
			.refusal(405, "method-not-allowed");
	}

	@ParameterizedTest
	@CsvSource({ "GET, /, 200", "GET, /v2/health/live, 200", "PUT, /v2/health/live, 405", "DELETE, /, 405",
			"GET, /v1/models, 401", "PATCH, /v1/encode, 401" })
	void theFilesOfAFormThatIsNotPostedAreNotRead(String method, String path, int status) {
		assertThat(send(method, path, FILES).status()).isEqualTo(status);
	}

	@ParameterizedTest
	@CsvSource({ "GET, 200", "PUT, 405" })
	void norAreTheyOnTheManagementPort(String method, int status) {
		assertThat(send(this.service.managementPort(), method, "/actuator/health", FILES).status()).isEqualTo(status);
	}

	@Test
	void neitherIsAFormBesideTheParametersOfAnAddress() {
		assertThat(send("GET", "/v1/models?width=32&height=32", FILES + "\nAuthorization: Bearer " + KeyedService.WEB)
			.status()).isEqualTo(200);
	}

	@Test
	void whoAsksWhetherToSendABodyIsNotToldToWhenItIsRefused() {
		String type = "image/png\nExpect: 100-continue";
		send("POST", "/v1/encode", type).refusal(401, "unauthorized");
		send("POST", "/v1/encode", type + "\nAuthorization: Bearer " + KeyedService.WEB).refusal(413, "too-large");
	}

	/**
	 * Of such a body nothing is left in the connection, which would be reset else.
	 */
	@Test
	void aBodyThatWasAskedForIsReadToItsEndThoughItIsRefused() throws IOException {
		byte[] body = "data:image/png".repeat(50_000).getBytes(StandardCharsets.US_ASCII);
		try (KeptConnection connection = new KeptConnection(this.service.port())) {
			connection.post("/v1/encode", "application/octet-stream", body,
					"Expect: 100-continue\r\nAuthorization: Bearer %s\r\n".formatted(KeyedService.WEB));
			assertThat(connection.receive().status()).isEqualTo(100);
			connection.receive().refusal(415, "unsupported-media-type");
			connection.get("/v2/health/live").ok();
		}
	}

	private Answer send(String method, String path, String type) {
		return send(this.service.port(), method, path, type);
	}

	private Answer send(int port, String method, String path, String type) {
		return this.service.raw(port, """
				%s %s HTTP/1.1
				Host: localhost
				Connection: close
				Content-Type: %s
				Content-Length: 9000000000000

				""".formatted(method, path, type), "x=%zz");
	}

}
