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

import dev.dcae.image.RgbImage;
import dev.dcae.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Images whose sides are no multiples of the ratio, which is 8 here.
 */
@HttpTest
class FittingTests {

	private final Service service;

	FittingTests(Service service) {
		this.service = service;
	}

	private static final RgbImage ODD = TestImages.noise(37, 23);

	@Test
	void anImageIsPaddedWithItsEdges() {
		assertThat(this.service.encode("model=tiny-mix", ODD).toBytes())
			.isEqualTo(this.service.encode("model=tiny-mix", padded(ODD, 40, 24)).toBytes());
		assertThat(this.service.encode("model=tiny-mix&fit=pad", ODD).toBytes())
			.isEqualTo(this.service.encode("model=tiny-mix", ODD).toBytes());
	}

	@Test
	void whatWasPaddedIsCroppedAwayAgain() {
		RgbImage whole = this.service.post("/v1/reconstruct?model=tiny-mix", padded(ODD, 40, 24)).image();
		assertThat(this.service.post("/v1/reconstruct?model=tiny-mix", ODD).image())
			.isEqualTo(whole.crop(0, 0, 37, 23));
	}

	@ParameterizedTest
	@ValueSource(strings = { "application/json", "application/x-safetensors" })
	void aLatentRemembersTheSizeOfItsImage(String type) {
		Answer latent = this.service.post("/v1/encode?model=tiny-mix", ODD, "Accept", type).ok();
		assertThat(latent.header("X-Image-Size")).isEqualTo("37x23");
		assertThat(this.service.post("/v1/decode", type, latent.body()).image())
			.isEqualTo(this.service.post("/v1/reconstruct?model=tiny-mix", ODD).image());
	}

	@Test
	void theAddressSaysTheSizeWhereTheLatentCannot() {
		Answer latent = this.service.post("/v1/encode?model=tiny-mix", ODD, "Accept", "application/x-npy").ok();
		String path = "/v1/decode?model=tiny-mix";
		RgbImage whole = this.service.post(path, "application/x-npy", latent.body()).image();
		assertThat(whole.width()).isEqualTo(40);
		assertThat(this.service.post(path + "&width=37&height=23", "application/x-npy", latent.body()).image())
			.isEqualTo(whole.crop(0, 0, 37, 23));
		assertThat(this.service.post(path + "&height=1", "application/x-npy", latent.body()).image())
			.isEqualTo(whole.crop(0, 0, 40, 1));
	}

	@Test
	void theAddressOverrulesTheLatent() {
		Answer latent = this.service.post("/v1/encode?model=tiny-mix", ODD).ok();
		RgbImage image = this.service.post("/v1/decode?width=40&height=9", "application/json", latent.body()).image();
		assertThat(image.width()).isEqualTo(40);
		assertThat(image.height()).isEqualTo(9);
	}

	@ParameterizedTest
	@CsvSource({ "width, 41", "height, 25", "width, 2147483647" })
	void aSizeBeyondTheLatentIsRefused(String side, long size) {
		Answer latent = this.service.post("/v1/encode?model=tiny-mix", ODD).ok();
		Answer asked = this.service.post("/v1/decode?%s=%d".formatted(side, size), "application/json", latent.body());
		assertThat(asked.refusal(422, "unfit-latent")).contains(side, Long.toString(size));
		Answer said = this.service.post("/v1/decode?model=tiny-mix", "application/json",
				Latents.json(Wire.JSON.read(latent), side, size));
		assertThat(said.refusal(422, "unfit-latent")).contains(side);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, -1 })
	void aLatentOfNoSizeIsRefused(int width) {
		Tensor latent = Latents.golden("tiny-mix");
		this.service.post("/v1/decode?model=tiny-mix", "application/json", Latents.json(latent, "width", width))
			.refusal(422, "unfit-latent");
	}

	@Test
	void aSinglePixelComesBack() {
		RgbImage pixel = new RgbImage(1, 1, new byte[] { (byte) 200, 100, 50 });
		Answer latent = this.service.post("/v1/encode?model=tiny-mix", pixel).ok();
		assertThat(latent.header("X-Image-Size")).isEqualTo("1x1");
		assertThat(latent.json().path("shape").toString()).isEqualTo("[1,8,1,1]");
		RgbImage back = this.service.post("/v1/decode", "application/json", latent.body()).image();
		assertThat(back.width()).isEqualTo(1);
		assertThat(back.height()).isEqualTo(1);
		RgbImage ofTheEmbeddedModel = this.service.post("/v1/reconstruct", pixel).image();
		assertThat(ofTheEmbeddedModel.pixels()).hasSize(3);
	}

	@Test
	void croppingKeepsTheMiddle() {
		Answer answer = this.service.post("/v1/encode?model=tiny-mix&fit=crop", ODD).ok();
		assertThat(answer.header("X-Image-Size")).isEqualTo("32x16");
		RgbImage middle = ODD.crop(2, 3, 32, 16);
		assertThat(Wire.JSON.read(answer).toBytes()).isEqualTo(this.service.encode("model=tiny-mix", middle).toBytes());
		assertThat(this.service.post("/v1/reconstruct?model=tiny-mix&fit=crop", ODD).image())
			.isEqualTo(this.service.post("/v1/reconstruct?model=tiny-mix", middle).image());
	}

	@Test
	void resizingTakesTheNearestMultiple() {
		Answer answer = this.service.post("/v1/encode?model=tiny-mix&fit=resize", ODD).ok();
		assertThat(answer.header("X-Image-Size")).isEqualTo("40x24");
		assertThat(Wire.JSON.read(answer).toBytes())
			.isEqualTo(this.service.encode("model=tiny-mix", ODD.resize(40, 24)).toBytes());
		RgbImage small = this.service.post("/v1/reconstruct?model=tiny-mix&fit=resize", TestImages.noise(3, 11))
			.image();
		assertThat(small.width()).isEqualTo(8);
		assertThat(small.height()).isEqualTo(8);
	}

	@ParameterizedTest
	@ValueSource(strings = { "encode", "reconstruct" })
	void rejectingNamesTheRatio(String operation) {
		String path = "/v1/%s?model=tiny-mix&fit=reject".formatted(operation);
		assertThat(this.service.post(path, ODD).refusal(422, "unfit-size")).contains("37 × 23", "8", "fit=pad");
		this.service.post(path, TestImages.noise(40, 24)).ok();
	}

	@Test
	void whatIsSmallerThanTheRatioCannotBeCropped() {
		assertThat(this.service.post("/v1/encode?model=tiny-mix&fit=crop", TestImages.noise(64, 7))
			.refusal(422, "unfit-size")).contains("64 × 7", "fit=pad");
	}

	private static RgbImage padded(RgbImage image, int width, int height) {
		byte[] pixels = new byte[3 * width * height];
		for (int y = 0; y < height; y++) {
			for (int x = 0; x < width; x++) {
				int from = Math.min(y, image.height() - 1) * image.width() + Math.min(x, image.width() - 1);
				System.arraycopy(image.pixels(), 3 * from, pixels, 3 * (y * width + x), 3);
			}
		}
		return new RgbImage(width, height, pixels);
	}

}
