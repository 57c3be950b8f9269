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

import dev.dcae.engine.Fixture;
import dev.dcae.image.RgbImage;
import dev.dcae.tensor.Tensor;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Small copies of models, beside them and alone.
 */
@FamilyTest
class PreviewTests {

	private final Service service;

	private final Fixture fixture;

	PreviewTests(Service service) throws IOException {
		this.service = service;
		this.fixture = Fixture.of("tiny-taesd");
	}

	@Test
	void aCopySaysWhoseLatentsItHas() {
		JsonNode full = this.service.get("/v1/models/full").ok().json();
		JsonNode copy = this.service.get("/v1/models/copy").ok().json();
		assertThat(copy.path("family").asString()).isEqualTo("AutoencoderTiny");
		assertThat(copy.path("latentsOf").asString()).isEqualTo("full");
		assertThat(copy.path("encoder")).isEqualTo(full.path("encoder"));
		assertThat(copy.path("scalingFactor")).isEqualTo(full.path("scalingFactor"));
		assertThat(copy.path("digest")).isNotEqualTo(full.path("digest"));
		assertThat(full.has("latentsOf")).isFalse();
	}

	@Test
	void oneOfWhichNobodySaysItClaimsNone() {
		JsonNode alone = this.service.get("/v1/models/tiny-taesana").ok().json();
		assertThat(alone.has("encoder")).isFalse();
		assertThat(alone.has("latentsOf")).isFalse();
		assertThat(alone.path("scalingFactor").asDouble()).isEqualTo(1.0);
		assertThat(
				this.service.get("/v2/models/tiny-taesana.encode").ok().json().path("properties").has("encoder_sha256"))
			.isFalse();
	}

	@Test
	void aLatentOfTheFullModelDecodesThroughTheCopyWithoutForce() {
		Answer latent = this.service.post("/v1/encode?model=full", image()).ok();
		Answer decoded = this.service.post("/v1/decode?model=copy", "application/json", latent.body()).ok();
		assertThat(decoded.header("X-Model")).isEqualTo("copy");
		this.service.post("/v1/decode?model=tiny-taesd", "application/json", latent.body())
			.refusal(422, "other-encoder");
	}

	@Test
	void aPreviewIsTheCopys() {
		byte[] latent = this.service.post("/v1/encode?model=full", image()).ok().body();
		Answer whole = this.service.post("/v1/decode", "application/json", latent).ok();
		assertThat(whole.header("X-Model")).isEqualTo("full");
		Answer preview = this.service.post("/v1/decode?preview=true", "application/json", latent).ok();
		assertThat(preview.header("X-Model")).isEqualTo("copy");
		Answer asked = this.service.post("/v1/decode?model=full&preview=true", "application/json", latent).ok();
		assertThat(asked.header("X-Model")).isEqualTo("copy");
		assertThat(preview.body())
			.isEqualTo(this.service.post("/v1/decode?model=copy", "application/json", latent).ok().body());
	}

	@Test
	void withoutACopyAPreviewIsTheModelsOwn() {
		byte[] latent = this.service.post("/v1/encode?model=tiny-flux2", image()).ok().body();
		Answer preview = this.service.post("/v1/decode?preview=true", "application/json", latent).ok();
		assertThat(preview.header("X-Model")).isEqualTo("tiny-flux2");
	}

	@Test
	void aLatentWithoutAModelGoesToTheFullOneOfItsEncoder() {
		Tensor latent = this.fixture.golden("u8.latent");
		String encoder = this.service.get("/v1/models/full").json().path("encoder").asString();
		Answer decoded = this.service.post("/v1/decode", "application/json", Latents.json(latent, "encoder", encoder))
			.ok();
		assertThat(decoded.header("X-Model")).isEqualTo("full");
	}

	@Test
	void aLatentOfACopyIsDecodedByItAgainAndByTheFullModel() {
		Answer latent = this.service.post("/v1/encode?model=copy&scaled=true", image()).ok();
		assertThat(Latents.maxDifference(Wire.JSON.read(latent), this.fixture.golden("u8.latent"))).isLessThan(1e-4f);
		assertThat(this.service.post("/v1/decode", "application/json", latent.body()).ok().header("X-Model"))
			.isEqualTo("copy");
		this.service.post("/v1/decode?model=full", "application/json", latent.body()).ok();
	}

	@Test
	void aLatentOfOneThatStandsForNoneIsItsOwn() {
		Answer latent = this.service.post("/v1/encode?model=tiny-taesd", image()).ok();
		assertThat(latent.json().path("encoder").asString("")).isEmpty();
		RgbImage decoded = this.service.post("/v1/decode", "application/json", latent.body()).image();
		Tensor pixels = this.fixture.golden("u8.recon").get(0);
		assertThat(TestImages.maxDifference(decoded, new RgbImage(48, 64, pixels.toBytes()))).isLessThanOrEqualTo(1);
		this.service.post("/v1/decode?model=copy", "application/json", latent.body()).refusal(422, "other-encoder");
	}

	private RgbImage image() {
		return PatchedLatentTests.image(this.fixture);
	}

}
