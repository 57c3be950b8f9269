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
package dev.dcae.pipeline;

import java.util.Random;

import dev.dcae.image.RgbImage;
import dev.dcae.model.Autoencoder;
import dev.dcae.model.Operation;
import dev.dcae.model.Tiling;
import dev.dcae.pipeline.tiles.TileGrid;
import dev.dcae.serving.ServingException;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The images that are tiled: of a model with tiles of 64 pixels, those of more than 128².
 */
class WhenToTileTests {

	private static final Autoencoder MODEL = FakeModel.of(8, new Tiling(8, 64, 48, 128 * 128));

	private final Random random = new Random(7);

	private final FakeDevice device = new FakeDevice();

	private final Rig rig = new Rig(this.device, 100, MODEL);

	@AfterEach
	void stop() {
		this.rig.close();
	}

	@ParameterizedTest
	@CsvSource({ "AUTO, 128, 128, false", "AUTO, 136, 128, true", "AUTO, 16, 1024, false", "AUTO, 16, 1032, true",
			"ALWAYS, 72, 8, true", "ALWAYS, 64, 64, false", "NEVER, 200, 200, false", "AUTO, 121, 135, true",
			"AUTO, 121, 128, false" })
	void largeImagesAreTiledOrThoseThatAreAskedFor(WhenToTile when, int width, int height, boolean tiled) {
		RgbImage image = Rig.noise(this.random, width, height);
		Result<Latent> encoded = this.rig.encode(MODEL, image, when);
		assertThat(encoded.tiled()).isEqualTo(tiled);
		Shape whole = new Shape(Math.ceilDiv(height, 8) * 8, Math.ceilDiv(width, 8) * 8, 3);
		assertThat(this.device.calls()).first().matches((call) -> call.shape().equals(whole) != tiled);
		Result<RgbImage> decoded = this.rig.codec.decode(Rig.WHENEVER,
				new DecodeRequest(MODEL, encoded.value(), false, when));
		assertThat(decoded.tiled()).isEqualTo(tiled);
		assertThat(decoded.value()).hasToString(image.toString());
		Result<RgbImage> both = this.rig.codec.reconstruct(Rig.WHENEVER,
				new ReconstructRequest(MODEL, image, Fit.PAD, Channels.allOf(MODEL), when));
		assertThat(both.tiled()).isEqualTo(tiled);
		assertThat(both.value()).isEqualTo(decoded.value());
	}

	@Test
	void whatDoesNotFitTheDevicesMemoryIsTiled() {
		RgbImage image = Rig.noise(this.random, 120, 104);
		this.device.fitsOnly(3 * 64 * 64);
		Result<Latent> encoded = this.rig.encode(MODEL, image, WhenToTile.AUTO);
		assertThat(encoded.tiled()).isTrue();
		Tensor asked = this.rig.encode(MODEL, image, WhenToTile.ALWAYS).value().values();
		assertThat(encoded.value().values().toFloats()).containsExactly(asked.toFloats());
	}

	@Test
	void aLatentThatDoesNotFitTheDevicesMemoryIsTiled() {
		Result<Latent> encoded = this.rig.encode(MODEL, Rig.noise(this.random, 120, 104), WhenToTile.NEVER);
		this.device.fitsOnly(4 * 8 * 8 * 4);
		Result<RgbImage> decoded = this.rig.codec.decode(Rig.WHENEVER,
				new DecodeRequest(MODEL, encoded.value(), false, WhenToTile.AUTO));
		assertThat(decoded.tiled()).isTrue();
		assertThat(decoded.value()).isEqualTo(
				this.rig.codec.decode(Rig.WHENEVER, new DecodeRequest(MODEL, encoded.value(), false, WhenToTile.ALWAYS))
					.value());
	}

	@Test
	void whatMustNotBeTiledAndDoesNotFitIsRefusedWithWhatWould() {
		RgbImage image = Rig.noise(this.random, 120, 104);
		this.device.fitsOnly(3 * 64 * 64);
		assertThatExceptionOfType(ServingException.TooLarge.class)
			.isThrownBy(() -> this.rig.encode(MODEL, image, WhenToTile.NEVER))
			.satisfies((refused) -> assertThat(refused.largestPixels()).isEqualTo(120 * 104 / 2));
	}

	@ParameterizedTest
	@EnumSource(WhenToTile.class)
	void whereNotEvenATileFitsTheRefusalSaysSo(WhenToTile when) {
		RgbImage image = Rig.noise(this.random, 120, 104);
		this.device.fitsOnly(100);
		assertThatExceptionOfType(ServingException.TooLarge.class)
			.isThrownBy(() -> this.rig.encode(MODEL, image, when));
	}

	@Test
	void whatKernelsCannotIndexIsTiledWhateverTheThreshold() {
		Autoencoder model = FakeModel.of(8, new Tiling(8, 512, 448, Long.MAX_VALUE));
		int peak = model.config().peakElementsPerPixel(Operation.ENCODE_IMAGE);
		int side = (int) Math.sqrt(Integer.MAX_VALUE / (double) peak) / 8 * 8;
		assertThat(pieces(model, side)).isEqualTo(Pieces.ONE_OR_TILES);
		assertThat(pieces(model, side + 8)).isEqualTo(Pieces.TILES);
	}

	private static Pieces pieces(Autoencoder model, int side) {
		TileGrid grid = new TileGrid(model.tiling(), side, side);
		return Pieces.of(model, Operation.ENCODE_IMAGE, grid, WhenToTile.AUTO);
	}

}
