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
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Latents of FLUX.2, whose scaled form is another shape: patches are channels.
 */
@FamilyTest
class PatchedLatentTests {

	private static final String ENCODE = "/v1/encode?model=tiny-flux2";

	private final Service service;

	private final Fixture fixture;

	PatchedLatentTests(Service service) throws IOException {
		this.service = service;
		this.fixture = Fixture.of("tiny-flux2");
	}

	@Test
	void latentsTravelPlainUnlessTheyAreAskedForScaled() {
		Tensor plain = this.service.encode("model=tiny-flux2", image());
		assertThat(plain.shape()).isEqualTo(new Shape(1, 4, 6, 4));
		assertThat(Latents.maxDifference(plain, this.fixture.golden("u8.mean"))).isLessThan(1e-4f);
		Tensor scaled = this.service.encode("model=tiny-flux2&scaled=true", image());
		assertThat(scaled.shape()).isEqualTo(new Shape(1, 16, 3, 2));
		// The statistics' deviations are from 0.15 on.
		assertThat(Latents.maxDifference(scaled, this.fixture.golden("u8.scaled"))).isLessThan(1e-4f);
	}

	@ParameterizedTest
	@ValueSource(strings = { "application/json", "application/x-safetensors" })
	void aScaledLatentSaysSoAndDecodesToTheSameImage(String type) {
		Answer scaled = this.service.post(ENCODE + "&scaled=true", image(), "Accept", type).ok();
		RgbImage image = this.service.post("/v1/decode", type, scaled.body()).image();
		assertThat(TestImages.maxDifference(image, expected())).isLessThanOrEqualTo(1);
	}

	@Test
	void whatADiffusionModelMadeIsDecodedAsItsPipelineDoes() {
		byte[] made = Wire.NPY.write(this.fixture.golden("scaled.in"));
		Answer answer = this.service
			.post("/v1/decode?model=tiny-flux2&scaled=true&return=float", "application/x-npy", made, "Accept",
					"application/x-npy")
			.ok();
		assertThat(Latents.maxDifference(Wire.NPY.read(answer), this.fixture.golden("scaled.in.recon")))
			.isLessThan(1e-4f);
	}

	/**
	 * A padded image has whole patches, and is cropped to its size again.
	 */
	@Test
	void anImageIsPaddedToWholePatchesWhereItsLatentIsScaled() {
		RgbImage odd = TestImages.noise(40, 25);
		Answer answer = this.service.post(ENCODE + "&scaled=true", odd).ok();
		assertThat(Wire.JSON.read(answer).shape()).isEqualTo(new Shape(1, 16, 2, 3));
		assertThat(Wire.JSON.read(this.service.post(ENCODE, odd).ok()).shape()).isEqualTo(new Shape(1, 4, 4, 5));
		RgbImage decoded = this.service.post("/v1/decode", "application/json", answer.body()).image();
		assertThat(decoded.width()).isEqualTo(40);
		assertThat(decoded.height()).isEqualTo(25);
	}

	@Test
	void sidesThatAreNoWholePatchesAreRefusedWhereNothingMayBeChanged() {
		RgbImage odd = TestImages.noise(40, 32);
		assertThat(this.service.post(ENCODE + "&fit=reject&scaled=true", odd).refusal(422, "unfit-size"))
			.contains("multiples of 16");
		assertThat(this.service.post(ENCODE + "&fit=reject", odd).status()).isEqualTo(200);
		assertThat(Wire.JSON.read(this.service.post(ENCODE + "&fit=crop&scaled=true", odd).ok()).shape())
			.isEqualTo(new Shape(1, 16, 2, 2));
	}

	@Test
	void aPlainLatentIsNotTakenForAScaledOne() {
		byte[] plain = Wire.NPY.write(this.fixture.golden("u8.mean"));
		assertThat(this.service.post("/v1/decode?model=tiny-flux2&scaled=true", "application/x-npy", plain)
			.refusal(422, "unfit-latent")).contains("[1, 4, 6, 4]", "[1, 16, h, w] of scaled latents");
		byte[] scaled = Wire.NPY.write(this.fixture.golden("u8.scaled"));
		assertThat(this.service.post("/v1/decode?model=tiny-flux2", "application/x-npy", scaled)
			.refusal(422, "unfit-latent")).contains("[1, 16, 3, 2]", "[1, 4, h, w] of latents that are not scaled");
	}

	@Test
	void manyScaledLatentsAreOneFile() {
		Multipart form = Multipart.form()
			.file("image", "a.png", TestImages.png(image()))
			.file("image", "b.png", TestImages.png(TestImages.noise(20, 20)));
		Answer answer = this.service.multipart(ENCODE + "&scaled=true", form, "Accept", "application/x-safetensors");
		var tensors = dev.dcae.tensor.Safetensors.parse(java.lang.foreign.MemorySegment.ofArray(answer.ok().body()))
			.tensors();
		assertThat(java.util.Objects.requireNonNull(tensors.get("a.png")).shape()).isEqualTo(new Shape(1, 16, 3, 2));
		assertThat(java.util.Objects.requireNonNull(tensors.get("b.png")).shape()).isEqualTo(new Shape(1, 16, 2, 2));
	}

	@Test
	void aBatchOfScaledLatentsIsDecoded() {
		Tensor two = Tensor
			.stack(java.util.List.of(this.fixture.golden("scaled.in").get(0), this.fixture.golden("scaled.in").get(0)));
		Answer answer = this.service
			.post("/v1/decode?model=tiny-flux2&scaled=true&return=float", "application/x-npy", Wire.NPY.write(two),
					"Accept", "application/x-npy")
			.ok();
		assertThat(Wire.NPY.read(answer).shape()).isEqualTo(new Shape(2, 3, 48, 32));
	}

	@Test
	void aModelSaysWhatItsScaledLatentsAre() {
		JsonNode model = this.service.get("/v1/models/tiny-flux2?width=40&height=25").ok().json();
		assertThat(model.path("family").asString()).isEqualTo("AutoencoderKLFlux2");
		assertThat(model.path("latentPatch").asInt()).isEqualTo(2);
		assertThat(model.path("latentsMean").size()).isEqualTo(16);
		assertThat(model.path("latentsStd").size()).isEqualTo(16);
		assertThat(model.path("scalingFactor").asDouble()).isEqualTo(1.0);
		assertThat(model.path("latentShape").toString()).isEqualTo("[1,4,4,5]");
		assertThat(model.path("scaledLatentShape").toString()).isEqualTo("[1,16,2,3]");
		assertThat(model.path("samples").asBoolean()).isTrue();
	}

	private RgbImage image() {
		return image(this.fixture);
	}

	static RgbImage image(Fixture fixture) {
		Tensor pixels = fixture.golden("u8.image").get(0);
		return new RgbImage((int) pixels.shape().size(1), (int) pixels.shape().size(0), pixels.toBytes());
	}

	private RgbImage expected() {
		Tensor pixels = this.fixture.golden("u8.recon").get(0);
		return new RgbImage((int) pixels.shape().size(1), (int) pixels.shape().size(0), pixels.toBytes());
	}

}
