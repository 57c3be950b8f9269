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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Images in tiles: the model tiny-mix has tiles of 64 pixels, a stride of 48, and a
 * threshold of 20,000 pixels.
 */
@HttpTest
class TilingTests {

	private static final String MIX = "?model=tiny-mix&tile=";

	private final RgbImage image = TestImages.noise(120, 88);

	private final Service service;

	TilingTests(Service service) {
		this.service = service;
	}

	@ParameterizedTest
	@ValueSource(strings = { "encode", "reconstruct" })
	void anImageIsTiledWhereThatIsAskedForAndTheAnswerSaysSo(String operation) {
		String path = "/v1/" + operation + MIX;
		assertThat(this.service.post(path + "always", this.image).ok().header("X-Tiled")).isEqualTo("true");
		assertThat(this.service.post(path + "auto", this.image).ok().headers().map()).doesNotContainKey("X-Tiled");
		assertThat(this.service.post(path + "never", this.image).ok().headers().map()).doesNotContainKey("X-Tiled");
	}

	@Test
	void tilesAreNearOnePieceAndNotIt() {
		Tensor tiles = this.service.encode("model=tiny-mix&tile=always", this.image);
		Tensor whole = this.service.encode("model=tiny-mix&tile=never", this.image);
		assertThat(tiles.shape()).isEqualTo(whole.shape());
		assertThat(Latents.maxDifference(tiles, whole)).isPositive();
		assertThat(Latents.maxDifference(this.service.encode("model=tiny-mix", this.image), whole)).isZero();
	}

	@Test
	void aTiledLatentsImageIsTheReferencesWithinOneLevel() throws IOException {
		Tensor item = Fixture.of("tiny-mix").items("tiled64x48.latent").getFirst();
		Tensor latent = item.reshape(item.shape().prepend(1).sizes());
		Answer answer = this.service.post("/v1/decode" + MIX + "always", "application/json", Wire.JSON.write(latent));
		assertThat(answer.ok().header("X-Tiled")).isEqualTo("true");
		RgbImage decoded = answer.image();
		assertThat(decoded).hasToString("RgbImage[88 x 120]");
		float[] expected = Fixture.of("tiny-mix").items("tiled64x48.recon").getFirst().toFloats();
		for (int c = 0; c < 3; c++) {
			for (int p = 0; p < 88 * 120; p++) {
				double level = Math.rint(Math.clamp(expected[c * 88 * 120 + p] / 2.0 + 0.5, 0.0, 1.0) * 255.0);
				assertThat(Byte.toUnsignedInt(decoded.pixels()[3 * p + c]) - level).isBetween(-1.0, 1.0);
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "208, 96, false", "209, 96, true", "8, 1000, false", "90, 250, true" })
	void aLargeImageIsTiledUnaskedAndKeepsItsSize(int width, int height, boolean tiled) {
		Answer answer = this.service.post("/v1/reconstruct?model=tiny-mix", TestImages.gradient(width, height)).ok();
		assertThat(answer.header("X-Tiled")).isEqualTo(tiled ? "true" : "");
		assertThat(answer.image().width()).isEqualTo(width);
		assertThat(answer.image().height()).isEqualTo(height);
	}

	@Test
	void aSampleIsTakenOfAllTilesAtOnce() {
		String query = "model=tiny-kl&tile=always&sample=true&seed=";
		assertThat(this.service.post("/v1/encode?" + query + 1, this.image).ok().header("X-Tiled")).isEqualTo("true");
		Tensor sample = this.service.encode(query + 1, this.image);
		// Tiles ride in batches of any size, which is all that differs.
		assertThat(Latents.maxDifference(sample, this.service.encode(query + 1, this.image))).isLessThan(1e-4f);
		assertThat(Latents.maxDifference(sample, this.service.encode(query + 2, this.image))).isGreaterThan(0.1f);
		assertThat(sample.shape()).isEqualTo(this.service.encode("model=tiny-kl&tile=never", this.image).shape());
	}

	@Test
	void anImageThatIsNoLargerThanATileIsNeverTiled() {
		Answer answer = this.service.post("/v1/encode?model=embedded&tile=always", TestImages.gradient(512, 64)).ok();
		assertThat(answer.headers().map()).doesNotContainKey("X-Tiled");
	}

	@Test
	void aModelSaysHowItTiles() {
		JsonNode tiling = this.service.get("/v1/models/tiny-mix").ok().json().path("tiling");
		assertThat(tiling.path("tile").asInt()).isEqualTo(64);
		assertThat(tiling.path("stride").asInt()).isEqualTo(48);
		assertThat(tiling.path("threshold").asInt()).isEqualTo(20_000);
		JsonNode usual = this.service.get("/v1/models/embedded").ok().json().path("tiling");
		assertThat(usual.path("tile").asInt()).isEqualTo(512);
		assertThat(usual.path("stride").asInt()).isEqualTo(448);
		assertThat(usual.path("threshold").asInt()).isEqualTo(2048 * 2048);
	}

}
