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
import java.util.Map;

import dev.dcae.engine.Fixture;
import dev.dcae.image.Formats;
import dev.dcae.image.ImageFormat;
import dev.dcae.image.Quality;
import dev.dcae.image.RgbImage;
import dev.dcae.tensor.DType;
import dev.dcae.tensor.Safetensors;
import dev.dcae.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Latents to images.
 */
@HttpTest
class DecodeTests {

	private final Service service;

	DecodeTests(Service service) {
		this.service = service;
	}

	@ParameterizedTest
	@ValueSource(strings = { "tiny-mix", "tiny-sana", "tiny-1.5" })
	void aLatentsImageIsTheReferencesWithinOneLevel(String model) throws IOException {
		RgbImage image = this.service.decode("model=" + model, Latents.golden(model));
		assertThat(image.width()).isEqualTo(48);
		assertThat(image.height()).isEqualTo(64);
		float[] expected = Fixture.of(model).items("recon").getFirst().toFloats();
		for (int c = 0; c < 3; c++) {
			for (int p = 0; p < 48 * 64; p++) {
				double level = Math.rint(Math.clamp(expected[c * 48 * 64 + p] / 2.0 + 0.5, 0.0, 1.0) * 255.0);
				assertThat(Byte.toUnsignedInt(image.pixels()[3 * p + c]) - level).isBetween(-1.0, 1.0);
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "JSON, float32", "JSON, float16", "JSON, bfloat16", "SAFETENSORS, float32", "SAFETENSORS, float16",
			"SAFETENSORS, bfloat16", "NPY, float32", "NPY, float16", "RAW, float32", "RAW, float16", "RAW, bfloat16" })
	void everyFormatAndTypeOfLatentsIsTaken(Wire wire, String dtype) {
		Tensor sent = Latents.golden("tiny-mix").to(DType.of(dtype));
		RgbImage image = this.service
			.post("/v1/decode?model=tiny-mix" + wire.query(sent), wire.contentType(), wire.write(sent))
			.image();
		assertThat(image).isEqualTo(this.service.decode("model=tiny-mix", sent.to(DType.F32)));
	}

	@Test
	void aLatentNeedsNoDimensionForTheBatch() {
		Tensor latent = Latents.golden("tiny-mix");
		assertThat(this.service.decode("model=tiny-mix", latent.get(0)))
			.isEqualTo(this.service.decode("model=tiny-mix", latent));
	}

	@Test
	void aLatentFindsItsOwnModel() {
		Tensor latent = Latents.golden("tiny-1.5");
		Answer json = this.service.post("/v1/decode", "application/json", Latents.json(latent, "model", "tiny-1.5"))
			.ok();
		Answer safetensors = this.service
			.post("/v1/decode", "application/x-safetensors",
					Safetensors.toBytes(Map.of("latent", latent), Map.of("model", "tiny-1.5")))
			.ok();
		assertThat(json.header("X-Model")).isEqualTo("tiny-1.5");
		assertThat(safetensors.header("X-Model")).isEqualTo("tiny-1.5");
	}

	@Test
	void aFileKeepsTheTensorBesideOthers() {
		Tensor latent = Latents.golden("tiny-mix");
		byte[] file = Safetensors.toBytes(Map.of("latent", latent, "other", latent), Map.of());
		assertThat(this.service.post("/v1/decode?model=tiny-mix", "application/x-safetensors", file).image())
			.isEqualTo(this.service.decode("model=tiny-mix", latent));
	}

	@ParameterizedTest
	@ValueSource(strings = { "png", "jpeg", "webp" })
	void aReconstructionIsTheDecodedLatentOfTheImage(String name) {
		ImageFormat format = Formats.ALL.called(name).orElseThrow();
		RgbImage image = TestImages.gradient(40, 24);
		RgbImage inTwoSteps = this.service.decode("model=tiny-mix", this.service.encode("model=tiny-mix", image));
		Answer answer = this.service
			.post("/v1/reconstruct?model=tiny-mix&quality=95", image, "Accept", format.mediaType())
			.ok();
		assertThat(answer.header("Content-Type")).isEqualTo(format.mediaType());
		assertThat(answer.body()).isEqualTo(format.encode(inTwoSteps, new Quality(95)));
	}

	@Test
	void aFormIsReconstructedToo() {
		RgbImage image = TestImages.noise(16, 16);
		Multipart form = Multipart.form().field("comment", "none").file("image", TestImages.png(image));
		assertThat(this.service.multipart("/v1/reconstruct?model=tiny-mix", form).image())
			.isEqualTo(this.service.post("/v1/reconstruct?model=tiny-mix", image).image());
	}

	@Test
	void bfloat16IsServedAsCloseAsTheReferencesIs() throws IOException {
		Tensor latent = Latents.golden("tiny-sana");
		RgbImage exact = this.service.decode("model=tiny-sana", latent);
		RgbImage close = this.service.decode("model=tiny-sana-bf16", latent);
		float recorded = Latents.maxDifference(Fixture.of("tiny-sana").golden("bf16.recon"),
				Fixture.of("tiny-sana").golden("recon"));
		assertThat(TestImages.maxDifference(close, exact)).isPositive()
			.isLessThanOrEqualTo((int) Math.ceil(1.5 * recorded * 127.5) + 1);
	}

}
