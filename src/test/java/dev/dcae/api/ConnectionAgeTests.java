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

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestConstructor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Connections that are older than they may become.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "management.server.port=0", "dcae.cache-dir=target/http-tests", "dcae.models[0].id=tiny-mix",
				"dcae.models[0].source=src/test/resources/fixtures/tiny-mix", "dcae.connections.max-age=1ns" })
@Import(Service.class)
@TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
@DirtiesContext
class ConnectionAgeTests {

	private final Service service;

	ConnectionAgeTests(Service service) {
		this.service = service;
	}

	@Test
	void theyEndWithTheirNextAnswerSoThatOtherInstancesGetTheirShare() throws Exception {
		try (KeptConnection old = new KeptConnection(this.service.port())) {
			assertThat(old.get("/v1/models").ok().header("Connection")).isEqualTo("close");
			assertThat(old.isClosed()).isTrue();
		}
	}

}
