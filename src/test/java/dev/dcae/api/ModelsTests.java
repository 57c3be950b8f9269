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

import java.util.stream.StreamSupport;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The service's description of its models.
 */
@HttpTest
class ModelsTests {

	private final Service service;

	ModelsTests(Service service) {
		this.service = service;
	}

	@Test
	void allModelsAreListedTheDefaultFirst() {
		JsonNode models = this.service.get("/v1/models").ok().json().path("models");
		assertThat(StreamSupport.stream(models.spliterator(), false).map((model) -> model.path("id").asString()))
			.containsExactly("embedded", "tiny-mix", "tiny-sana", "tiny-1.5", "tiny-mix-again", "tiny-sana-bf16",
					"tiny-kl");
		assertThat(StreamSupport.stream(models.spliterator(), false).map((model) -> model.path("default").asBoolean()))
			.containsExactly(true, false, false, false, false, false, false);
	}

	@Test
	void aModelSaysWhatAClientNeedsToKnow() {
		JsonNode model = this.service.get("/v1/models/embedded").ok().json();
		assertThat(model.path("family").asString()).isEqualTo("DC-AE");
		assertThat(model.path("ratio").asInt()).isEqualTo(32);
		assertThat(model.path("latentChannels").asInt()).isEqualTo(32);
		assertThat(model.path("compression").asDouble()).isEqualTo(96.0);
		assertThat(model.path("precision").asString()).isEqualTo("fp32");
		assertThat(model.path("devices").toString()).isEqualTo("[\"cpu\"]");
		assertThat(model.path("encoder").asString()).matches("[0-9a-f]{64}");
		assertThat(model.path("digest").asString()).matches("[0-9a-f]{64}");
		assertThat(model).isEqualTo(this.service.get("/v1/models").json().path("models").path(0));
	}

	@Test
	void bothFamiliesAreShownSideBySide() {
		JsonNode models = this.service.get("/v1/models?width=100&height=64").ok().json().path("models");
		JsonNode dcAe = models.path(0);
		JsonNode kl = models.path(6);
		assertThat(dcAe.path("family").asString()).isEqualTo("DC-AE");
		assertThat(dcAe.path("valuesPerPixel").asDouble()).isEqualTo(32.0 / 1024);
		assertThat(dcAe.path("latentShape").toString()).isEqualTo("[1,32,2,4]");
		assertThat(dcAe.path("samples").asBoolean(true)).isFalse();
		assertThat(kl.path("family").asString()).isEqualTo("AutoencoderKL");
		assertThat(kl.path("compression").asDouble()).isEqualTo(12.0);
		assertThat(kl.path("valuesPerPixel").asDouble()).isEqualTo(0.25);
		assertThat(kl.path("latentShape").toString()).isEqualTo("[1,4,16,25]");
		assertThat(kl.path("scalingFactor").asDouble()).isEqualTo(0.18215);
		assertThat(kl.path("shiftFactor").asDouble()).isZero();
		assertThat(kl.path("samples").asBoolean()).isTrue();
		assertThat(kl.has("latentsMean")).isFalse();
	}

	@Test
	void theShapeIsTheOneThatEncodingAnswers() {
		for (String model : new String[] { "embedded", "tiny-mix", "tiny-kl" }) {
			assertThat(this.service.get("/v1/models/" + model + "?width=33&height=7").ok().json().path("latentShape"))
				.isEqualTo(this.service.post("/v1/encode?model=" + model, TestImages.noise(33, 7))
					.ok()
					.json()
					.path("shape"));
		}
		assertThat(this.service.get("/v1/models/tiny-kl").json().has("latentShape")).isFalse();
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "width=64", "height=64", "width=0&height=64", "width=64&height=-1", "width=wide&height=64" })
	void aSizeHasTwoSides(String query) {
		this.service.get("/v1/models?" + query).refusal(400, "bad-parameter");
		this.service.get("/v1/models/tiny-kl?" + query).refusal(400, "bad-parameter");
	}

	@Test
	void anImageOfAnySizeHasAShape() {
		assertThat(this.service.get("/v1/models/tiny-kl?width=2147483647&height=2147483647")
			.ok()
			.json()
			.path("latentShape")
			.toString()).isEqualTo("[1,4,536870912,536870912]");
	}

	@Test
	void modelsOfOneEncoderShareItsDigest() {
		String one = encoder("tiny-mix");
		assertThat(encoder("tiny-mix-again")).isEqualTo(one);
		assertThat(encoder("tiny-sana")).isEqualTo(encoder("tiny-sana-bf16")).isNotEqualTo(one);
		assertThat(this.service.get("/v1/models/tiny-sana-bf16").json().path("precision").asString()).isEqualTo("bf16");
	}

	private String encoder(String model) {
		return this.service.get("/v1/models/" + model).ok().json().path("encoder").asString();
	}

}
