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
import dev.dcae.tensor.DType;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Latents without their rear channels: of tiny-1.5, which has 16, and of no other.
 */
@HttpTest
class StructuredLatentTests {

	private final Service service;

	StructuredLatentTests(Service service) {
		this.service = service;
	}

	@Test
	void modelsSayWhetherTheirLatentsAreStructured() {
		assertThat(structured("tiny-1.5")).isTrue();
		assertThat(structured("tiny-mix")).isFalse();
		assertThat(structured("tiny-sana")).isFalse();
		assertThat(structured("embedded")).isFalse();
	}

	@ParameterizedTest
	@EnumSource
	void encodeKeepsTheFirstChannelsInEveryFormat(Wire wire) {
		RgbImage image = TestImages.noise(40, 24);
		Tensor whole = this.service.encode("model=tiny-1.5", image);
		Answer answer = this.service.post("/v1/encode?model=tiny-1.5&channels=5", image, "Accept", wire.contentType())
			.ok();
		Tensor kept = wire.read(answer);
		assertThat(kept.shape()).isEqualTo(new Shape(1, 5, 3, 5));
		assertThat(kept.toFloats()).containsExactly(whole.get(0).first(5).toFloats());
	}

	@Test
	void allChannelsAreWhatIsEncodedAnyway() {
		RgbImage image = TestImages.noise(16, 16);
		assertThat(this.service.encode("model=tiny-1.5&channels=16", image).toFloats())
			.containsExactly(this.service.encode("model=tiny-1.5", image).toFloats());
		assertThat(this.service.encode("model=tiny-mix&channels=8", image).shape()).isEqualTo(new Shape(1, 8, 2, 2));
	}

	@Test
	void halfOfTheChannelsDecodeToTheReferencesImageWithinOneLevel() throws IOException {
		Tensor half = Fixture.of("tiny-1.5").items("partial8.latent").getFirst();
		float[] expected = Fixture.of("tiny-1.5").items("partial8.recon").getFirst().toFloats();
		RgbImage image = this.service.decode("model=tiny-1.5", half);
		for (int c = 0; c < 3; c++) {
			for (int p = 0; p < 48 * 64; p++) {
				double level = Math.rint(Math.clamp(expected[c * 48 * 64 + p] / 2.0 + 0.5, 0.0, 1.0) * 255.0);
				assertThat(Byte.toUnsignedInt(image.pixels()[3 * p + c]) - level).isBetween(-1.0, 1.0);
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "JSON, 1", "JSON, 8", "SAFETENSORS, 15", "NPY, 7", "RAW, 3" })
	void fewerChannelsDecodeAsIfTheOthersWereZero(Wire wire, int channels) {
		Tensor whole = Latents.golden("tiny-1.5").get(0);
		float[] padded = new float[(int) whole.elements()];
		System.arraycopy(whole.toFloats(), 0, padded, 0, channels * 8 * 6);
		Tensor sent = whole.first(channels).reshape(1, channels, 8, 6);
		assertThat(
				this.service.post("/v1/decode?model=tiny-1.5" + wire.query(sent), wire.contentType(), wire.write(sent))
					.image())
			.isEqualTo(this.service.decode("model=tiny-1.5", Tensor.of(whole.shape(), padded)));
	}

	@Test
	void aReconstructionCanLeaveChannelsOff() {
		RgbImage image = TestImages.noise(24, 40);
		Tensor kept = this.service.encode("model=tiny-1.5&channels=4", image);
		assertThat(this.service.post("/v1/reconstruct?model=tiny-1.5&channels=4", image).image())
			.isEqualTo(this.service.decode("model=tiny-1.5", kept))
			.isNotEqualTo(this.service.post("/v1/reconstruct?model=tiny-1.5", image).image());
	}

	@Test
	void aPartInHalfPrecisionIsTakenToo() {
		Tensor part = Latents.golden("tiny-1.5").get(0).first(3).to(DType.BF16).reshape(1, 3, 8, 6);
		assertThat(this.service
			.post("/v1/decode?model=tiny-1.5", "application/x-safetensors", Wire.SAFETENSORS.write(part))
			.image()).isEqualTo(this.service.decode("model=tiny-1.5", part.to(DType.F32)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "encode", "reconstruct" })
	void aModelWithShortcutsAtItsEndsNeedsAllChannels(String operation) {
		String detail = this.service
			.post("/v1/%s?model=tiny-mix&channels=4".formatted(operation), TestImages.noise(8, 8))
			.refusal(422, "unfit-latent");
		assertThat(detail).contains("channels is 4", "all 8");
	}

	@ParameterizedTest
	@ValueSource(strings = { "tiny-mix", "tiny-sana" })
	void fewerChannelsAreRefusedWithTheShapeThatIsTaken(String model) {
		Tensor latent = Latents.filled(0, 1, 4, 2, 2);
		String detail = this.service.post("/v1/decode?model=" + model, "application/json", Wire.JSON.write(latent))
			.refusal(422, "unfit-latent");
		assertThat(detail).contains("[1, 4, 2, 2]", "[1, 8, h, w]").doesNotContain("first of");
	}

	@ParameterizedTest
	@ValueSource(strings = { "1,0,2,2", "1,17,2,2", "0,2,2", "1,16,0,2" })
	void noChannelsAndMoreThanThereAreAreRefused(String shape) {
		String detail = this.service
			.post("/v1/decode?model=tiny-1.5&shape=" + shape, "application/octet-stream",
					new byte[4 * (int) elements(shape)])
			.refusal(elements(shape) == 0 ? 400 : 422, elements(shape) == 0 ? "empty-body" : "unfit-latent");
		assertThat(detail).isNotBlank();
	}

	@ParameterizedTest
	@CsvSource({ "0, 400, bad-parameter", "-1, 400, bad-parameter", "many, 400, bad-parameter",
			"17, 422, unfit-latent" })
	void aNumberOfChannelsThatCannotBeIsRefused(String channels, int status, String type) {
		String detail = this.service.post("/v1/encode?model=tiny-1.5&channels=" + channels, TestImages.noise(8, 8))
			.refusal(status, type);
		assertThat(detail).contains("channels", channels);
	}

	private boolean structured(String model) {
		return this.service.get("/v1/models/" + model).ok().json().path("structured").asBoolean();
	}

	private static long elements(String shape) {
		long product = 1;
		for (String size : shape.split(",")) {
			product *= Long.parseLong(size);
		}
		return product;
	}

}
