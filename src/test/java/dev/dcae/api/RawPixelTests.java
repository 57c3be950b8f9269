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
import dev.dcae.tensor.Npy;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Images that travel as their pixels, without a codec on the way.
 */
@HttpTest
class RawPixelTests {

	private static final String RAW = "application/octet-stream";

	private static final String NPY = "application/x-npy";

	private final RgbImage image = TestImages.noise(37, 23);

	private final Service service;

	RawPixelTests(Service service) {
		this.service = service;
	}

	@Test
	void pixelsEncodeAsTheirPngDoes() {
		String expected = this.service.post("/v1/encode?model=tiny-mix", this.image).ok().text();
		assertThat(this.service.post("/v1/encode?model=tiny-mix&shape=23,37,3", RAW, this.image.pixels()).ok().text())
			.isEqualTo(expected);
		assertThat(this.service.post("/v1/encode?model=tiny-mix", NPY, npy(23, 37, 3)).ok().text()).isEqualTo(expected);
		assertThat(this.service.post("/v1/encode?model=tiny-mix", NPY, npy(1, 23, 37, 3)).ok().text())
			.isEqualTo(expected);
	}

	@Test
	void aReconstructionAsPixelsIsThatOfItsPng() {
		RgbImage expected = this.service.post("/v1/reconstruct?model=tiny-mix", this.image).image();
		Answer raw = this.service
			.post("/v1/reconstruct?model=tiny-mix&shape=23,37,3", RAW, this.image.pixels(), "Accept", RAW)
			.ok();
		assertThat(raw.header("X-Tensor-Shape")).isEqualTo("23,37,3");
		assertThat(raw.header("X-Tensor-Dtype")).isEqualTo("uint8");
		assertThat(raw.body()).isEqualTo(expected.pixels());
		Answer array = this.service.post("/v1/reconstruct?model=tiny-mix", NPY, npy(23, 37, 3), "Accept", NPY).ok();
		assertThat(Npy.parse(array.body())).satisfies((tensor) -> {
			assertThat(tensor.shape()).isEqualTo(new Shape(23, 37, 3));
			assertThat(tensor.toBytes()).isEqualTo(expected.pixels());
		});
	}

	@Test
	void theFormatParameterAsksForPixels() {
		RgbImage expected = this.service.post("/v1/reconstruct?model=tiny-mix", this.image).image();
		Answer raw = this.service.post("/v1/reconstruct?model=tiny-mix&format=raw", this.image).ok();
		assertThat(raw.header("Content-Type")).isEqualTo(RAW);
		assertThat(raw.body()).isEqualTo(expected.pixels());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			encode?model=tiny-mix                               | bad-parameter
			encode?model=tiny-mix&shape=23,37                   | bad-tensor
			encode?model=tiny-mix&shape=37,23,4                 | bad-tensor
			encode?model=tiny-mix&shape=23,36,3                 | bad-tensor
			encode?model=tiny-mix&shape=0,37,3                  | bad-tensor
			reconstruct?model=tiny-mix&shape=23,37,3&dtype=int8 | bad-tensor
			reconstruct?model=tiny-mix&shape=x                  | bad-parameter
			""")
	void pixelsThatDoNotFitTheirDescriptionAreRefused(String target, String problem) {
		Answer answer = this.service.post("/v1/" + target, RAW, this.image.pixels());
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.json().path("type").asString()).isEqualTo("urn:dcae:problem:" + problem);
	}

	private byte[] npy(long... shape) {
		return Npy.toBytes(Tensor.ofBytes(new Shape(shape), this.image.pixels()));
	}

}
