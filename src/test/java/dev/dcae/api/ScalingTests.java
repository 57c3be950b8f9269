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
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Latents times the checkpoint's scaling factor, as diffusion pipelines take them.
 */
@HttpTest
class ScalingTests {

	private final Service service;

	ScalingTests(Service service) {
		this.service = service;
	}

	/**
	 * Of tiny-mix.
	 */
	private static final double FACTOR = 0.4552;

	private static final RgbImage IMAGE = TestImages.noise(16, 24);

	@Test
	void aScaledLatentIsThePlainOneTimesTheFactor() {
		Tensor plain = this.service.encode("model=tiny-mix", IMAGE);
		Tensor scaled = this.service.encode("model=tiny-mix&scaled=true", IMAGE);
		assertThat(Latents.maxDifference(scaled, plain.times(FACTOR))).isLessThan(1e-6f);
		assertThat(this.service.get("/v1/models/tiny-mix").json().path("scalingFactor").asDouble()).isEqualTo(FACTOR);
	}

	@ParameterizedTest
	@ValueSource(strings = { "application/json", "application/x-safetensors" })
	void aScaledLatentSaysSoAndDecodesToTheSameImage(String type) {
		Answer scaled = this.service.post("/v1/encode?model=tiny-mix&scaled=true", IMAGE, "Accept", type).ok();
		RgbImage image = this.service.post("/v1/decode", type, scaled.body()).image();
		RgbImage expected = this.service.decode("model=tiny-mix", this.service.encode("model=tiny-mix", IMAGE));
		assertThat(TestImages.maxDifference(image, expected)).isLessThanOrEqualTo(1);
	}

	@Test
	void theAddressSaysItWhereTheLatentCannot() {
		Tensor plain = this.service.encode("model=tiny-mix", IMAGE);
		RgbImage expected = this.service.decode("model=tiny-mix", plain);
		byte[] scaled = Wire.NPY.write(plain.times(FACTOR));
		RgbImage told = this.service.post("/v1/decode?model=tiny-mix&scaled=true", "application/x-npy", scaled).image();
		RgbImage untold = this.service.post("/v1/decode?model=tiny-mix", "application/x-npy", scaled).image();
		assertThat(TestImages.maxDifference(told, expected)).isLessThanOrEqualTo(1);
		assertThat(TestImages.maxDifference(untold, expected)).isGreaterThan(1);
	}

	@Test
	void theAddressOverrulesTheLatent() {
		Tensor plain = this.service.encode("model=tiny-mix", IMAGE);
		RgbImage expected = this.service.decode("model=tiny-mix", plain);
		byte[] wronglySaid = Latents.json(plain, "scaled", true);
		assertThat(this.service.post("/v1/decode?model=tiny-mix&scaled=false", "application/json", wronglySaid).image())
			.isEqualTo(expected);
	}

}
