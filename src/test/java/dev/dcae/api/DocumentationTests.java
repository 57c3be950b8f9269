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

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The interface describes itself.
 */
@HttpTest
class DocumentationTests {

	private final Service service;

	DocumentationTests(Service service) {
		this.service = service;
	}

	@Test
	void everyOperationHasAStableId() {
		JsonNode paths = this.service.described().path("paths");
		List<String> operations = new ArrayList<>();
		paths.forEachEntry((path, methods) -> methods.forEachEntry((method, operation) -> operations
			.add("%s %s %s".formatted(method, path, operation.path("operationId").asString()))));
		assertThat(operations)
			.contains("post /v1/encode encode", "post /v1/decode decode", "post /v1/reconstruct reconstruct",
					"get /v1/models listModels", "get /v1/models/{id} getModel")
			.allMatch((operation) -> operation.matches("\\w+ /(v1|v2|remote-vae)(/.*)? \\w+"));
	}

	@Test
	void theDescriptionCanBeReadByAPerson() {
		Answer redirect = this.service.get("/swagger-ui.html");
		assertThat(redirect.status()).isEqualTo(302);
		String page = redirect.header("Location");
		assertThat(this.service.get(page).ok().text()).contains("swagger-ui");
		assertThat(this.service.get("/v3/api-docs/swagger-config").ok().json().path("url").asString())
			.isEqualTo("/v3/api-docs");
	}

	@Test
	void healthIsTheManagementPortsAlone() {
		Answer health = this.service.get(this.service.managementPort(), "/actuator/health").ok();
		assertThat(health.json().path("status").asString()).isEqualTo("UP");
		this.service.get("/actuator/health").refusal(404, "not-found");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/v1/models", "/v3/api-docs", "/actuator/models", "/actuator/env" })
	void theManagementPortServesNothingElseUnlessAllowed(String path) {
		assertThat(this.service.get(this.service.managementPort(), path).status()).isEqualTo(404);
	}

}
