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

import java.util.List;
import java.util.stream.Stream;

import dev.dcae.image.RgbImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestConstructor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A service that nobody told which models to serve.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "spring.config.location=classpath:/application.yaml", "management.server.port=0",
				"dcae.cache-dir=target/http-tests", "dcae.cpu.lanes=1" })
@Import(Service.class)
@TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
@DirtiesContext
@Timeout(120)
class DefaultModelsTests {

	private static final List<String> MODELS = List.of("dc-ae-tiny-f32c32", "dc-ae-tiny-f8c4", "dc-ae-tiny-f64c128",
			"dc-ae-tiny-f32c32-1.5");

	private final Service service;

	DefaultModelsTests(Service service) {
		this.service = service;
	}

	@Test
	void theModelsOfTheJarAreServedTheFirstAtOnceAndTheOthersSoon() {
		RgbImage image = TestImages.noise(64, 64);
		assertThat(this.service.encode("", image).shape().sizes()).containsExactly(1, 32, 2, 2);
		MODELS.forEach((model) -> {
			Answer answer;
			do {
				answer = this.service.post("/v1/reconstruct?model=" + model, image);
			}
			while (answer.status() == 503);
			answer.ok();
		});
		assertThat(names(this.service.get("/v1/models").ok(), "id")).containsExactlyElementsOf(MODELS);
		assertThat(names(this.service.post("/v1/compare", image).ok(), "model")).containsExactlyElementsOf(MODELS);
	}

	private static Stream<String> names(Answer answer, String field) {
		return answer.json().path("models").valueStream().map((model) -> model.path(field).asString());
	}

}
