package dev.dcae.api;

import java.util.stream.StreamSupport;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the service says about its models.
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
			.containsExactly("embedded", "tiny-mix", "tiny-sana", "tiny-1.5", "tiny-mix-again", "tiny-sana-bf16");
		assertThat(StreamSupport.stream(models.spliterator(), false).map((model) -> model.path("default").asBoolean()))
			.containsExactly(true, false, false, false, false, false);
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
