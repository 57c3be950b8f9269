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

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestConstructor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A service whose proxies have other addresses than its client.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "management.server.port=0", "dcae.cache-dir=target/http-tests", "dcae.models[0].id=tiny-mix",
				"dcae.models[0].source=src/test/resources/fixtures/tiny-mix",
				"server.tomcat.remoteip.internal-proxies=192.0.2.0/24" })
@Import(Service.class)
@TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
@DirtiesContext
class UntrustedProxyTests {

	private final Service service;

	UntrustedProxyTests(Service service) {
		this.service = service;
	}

	@ParameterizedTest
	@CsvSource({ "X-Forwarded-Host, evil.example", "X-Forwarded-Prefix, /evil", "X-Forwarded-Port, 1234",
			"X-Forwarded-Proto, https", "Forwarded, host=evil.example;proto=https", "x-forwarded-ssl, on" })
	void whoIsNoProxyIsNotBelieved(String header, String value) {
		Answer answer = this.service.get("/v3/api-docs", header, value).ok();
		assertThat(answer.json().path("servers").path(0).path("url").asString())
			.isEqualTo("http://localhost:" + this.service.port());
		assertThat(answer.header("Strict-Transport-Security")).isEmpty();
		assertThat(this.service.get("/swagger-ui.html", header, value).header("Location"))
			.isEqualTo(this.service.get("/swagger-ui.html").header("Location"));
	}

}
