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

import com.microsoft.playwright.Locator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

/**
 * The description of the interface in a browser: what it offers to try works as it is.
 */
@PlaygroundTest
class SwaggerUiTests {

	private final Service service;

	SwaggerUiTests(Service service) {
		this.service = service;
	}

	@ParameterizedTest
	@CsvSource({ "codec, decode", "models, listModels", "status, status" })
	void theFirstExampleWorks(String tag, String operation, Visit visit) {
		visit.goTo("http://localhost:%d/".formatted(this.service.port()),
				"swagger-ui/index.html#/" + tag + "/" + operation);
		Locator block = visit.find("#operations-%s-%s".formatted(tag, operation));
		block.getByText("Try it out").click();
		block.getByText("Execute").first().click();
		assertThat(block.locator(".live-responses-table .response .response-col_status")).containsText("200");
	}

	@ParameterizedTest
	@CsvSource({ "codec, encode", "codec, reconstruct", "latents, compare" })
	void noShapeIsFilledInBesideAFile(String tag, String operation, Visit visit) {
		visit.goTo("http://localhost:%d/".formatted(this.service.port()),
				"swagger-ui/index.html#/" + tag + "/" + operation);
		Locator block = visit.find("#operations-%s-%s".formatted(tag, operation));
		block.getByText("Try it out").click();
		assertThat(block.locator("tr[data-param-name=shape] input")).hasValue("");
	}

}
