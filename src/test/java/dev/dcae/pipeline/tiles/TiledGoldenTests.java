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
package dev.dcae.pipeline.tiles;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import dev.dcae.checkpoint.Checkpoint;
import dev.dcae.checkpoint.CheckpointSource;
import dev.dcae.engine.Fixture;
import dev.dcae.engine.TorchRunner;
import dev.dcae.model.Autoencoder;
import dev.dcae.model.AutoencoderConfig;
import dev.dcae.model.Operation;
import dev.dcae.model.Precision;
import dev.dcae.model.Tiling;
import dev.dcae.pipeline.FakeModel;
import dev.dcae.pipeline.PixelRows;
import dev.dcae.pipeline.Rig;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tiles through libtorch against what diffusers computed with tiling enabled: tiles of
 * 64, a stride of 48, an image of 88 × 120.
 */
class TiledGoldenTests {

	private static final float TOLERANCE = 1e-4f;

	private static final Tiling TILING = new Tiling(8, 64, 48, Tiling.DEFAULT_THRESHOLD);

	@TempDir
	static Path cache;

	@ParameterizedTest
	@ValueSource(strings = { "tiny-mix", "tiny-sana", "tiny-1.5" })
	void tilesAreEncodedAndDecodedLikeTheReferences(String name) throws IOException {
		Fixture fixture = Fixture.of(name);
		Autoencoder model = model(name, fixture);
		TileGrid grid = new TileGrid(TILING, 88, 120);
		try (Rig rig = new Rig((id) -> load(fixture), 1000, model)) {
			Tensor image = fixture.items("tiled64x48.image").getFirst();
			Tensor latent = TiledCodec.encode(model, grid, Operation.ENCODE, new TilesOfTensor(image, 1), rig.work());
			Tensor expected = fixture.items("tiled64x48.latent").getFirst();
			assertThat(latent.shape()).isEqualTo(expected.shape());
			assertThat(maxDifference(latent.toFloats(), expected.toFloats())).isLessThanOrEqualTo(TOLERANCE);

			Floats floats = new Floats(grid);
			TiledCodec.decode(model, grid, expected, floats, rig.work());
			Tensor every4 = fixture.items("tiled64x48.recon.every4").getFirst();
			assertThat(maxDifference(every4(floats.image), every4.toFloats())).isLessThanOrEqualTo(TOLERANCE);

			PixelRows rows = new PixelRows(88, 120);
			new TiledCodec(rig.scheduler).decode(Rig.WHENEVER, model, TILING, expected, rows);
			int columns = (int) every4.shape().size(2);
			byte[] levels = FakeModel.pixels(every4).toBytes();
			for (int i = 0; i < levels.length; i++) {
				int pixel = 4 * (i / 3 / columns) * rows.image().width() + 4 * (i / 3 % columns);
				assertThat(Byte.toUnsignedInt(rows.image().pixels()[3 * pixel + i % 3]) - Byte.toUnsignedInt(levels[i]))
					.isBetween(-1, 1);
			}
		}
	}

	/**
	 * Every fourth row and column of an image of 88 by 120 pixels.
	 */
	private static float[] every4(float[] image) {
		float[] kept = new float[3 * 30 * 22];
		for (int i = 0; i < kept.length; i++) {
			kept[i] = image[(i / 22 / 30 * 120 + 4 * (i / 22 % 30)) * 88 + 4 * (i % 22)];
		}
		return kept;
	}

	@ParameterizedTest
	@CsvSource({ "tiny-kl, 4", "tiny-flux2, 8" })
	void tilesOfAKlAutoencoderAreEncodedAndDecodedLikeTheReferences(String name, int ratio) throws IOException {
		Fixture fixture = Fixture.of(name);
		Autoencoder model = model(name, fixture);
		assertThat(model.tiling()).isEqualTo(new Tiling(ratio, 32, 24, Tiling.DEFAULT_THRESHOLD));
		Tensor image = fixture.items("tiled.image").getFirst();
		TileGrid grid = new TileGrid(model.tiling(), (int) image.shape().size(2), (int) image.shape().size(1));
		try (Rig rig = new Rig((id) -> load(fixture), 1000, model)) {
			Tensor moments = TiledCodec.encode(model, grid, Operation.ENCODE_MOMENTS, new TilesOfTensor(image, 1),
					rig.work());
			Tensor expected = fixture.items("tiled.moments").getFirst();
			assertThat(moments.shape()).isEqualTo(expected.shape());
			assertThat(maxDifference(moments.toFloats(), expected.toFloats())).isLessThanOrEqualTo(TOLERANCE);

			Shape shape = model.config().latentShape(grid.height(), grid.width());
			float[] mean = Arrays.copyOf(expected.toFloats(), (int) shape.elements());
			Floats floats = new Floats(grid);
			TiledCodec.decode(model, grid, Tensor.of(shape, mean), floats, rig.work());
			float[] recon = fixture.items("tiled.recon_of_mean").getFirst().toFloats();
			assertThat(maxDifference(floats.image, recon)).isLessThanOrEqualTo(TOLERANCE);
		}
	}

	/**
	 * Of HunyuanImage diffusers' tiles decode only.
	 */
	@Test
	void tilesOfHunyuanImageAreDecodedLikeTheReferences() throws IOException {
		Fixture fixture = Fixture.of("tiny-hunyuanimage");
		Autoencoder model = model("tiny-hunyuanimage", fixture);
		Tensor latent = fixture.items("tiled.latent").getFirst();
		TileGrid grid = new TileGrid(model.tiling(), 4 * (int) latent.shape().size(2),
				4 * (int) latent.shape().size(1));
		try (Rig rig = new Rig((id) -> load(fixture), 1000, model)) {
			Floats floats = new Floats(grid);
			TiledCodec.decode(model, grid, latent, floats, rig.work());
			float[] recon = fixture.items("tiled.recon").getFirst().toFloats();
			assertThat(maxDifference(floats.image, recon)).isLessThanOrEqualTo(TOLERANCE);
		}
	}

	/**
	 * QwenImage's reference does not clamp what it puts together of tiles.
	 */
	@Test
	void tilesOfQwenImageAreDecodedLikeTheReferences() throws IOException {
		Fixture fixture = Fixture.of("tiny-qwenimage");
		Autoencoder model = model("tiny-qwenimage", fixture);
		TileGrid grid = new TileGrid(TILING, 88, 120);
		try (Rig rig = new Rig((id) -> load(fixture), 1000, model)) {
			Tensor moments = fixture.items("tiled64x48.moments").getFirst();
			Floats floats = new Floats(grid);
			TiledCodec.decode(model, grid, moments.first(moments.shape().size(0) / 2), floats, rig.work());
			float[] recon = fixture.items("tiled64x48.recon_of_mean").getFirst().toFloats();
			assertThat(maxDifference(floats.image, recon)).isLessThanOrEqualTo(TOLERANCE);
			assertThat(recon).satisfies((values) -> assertThat(
					java.util.stream.IntStream.range(0, values.length).anyMatch((i) -> Math.abs(values[i]) > 1))
				.isTrue());
		}
	}

	private static TorchRunner load(Fixture fixture) {
		try {
			return fixture.load(cache, Precision.FP32);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Autoencoder model(String name, Fixture fixture) {
		try (Checkpoint checkpoint = Checkpoint.open(new CheckpointSource.Directory(fixture.folder()))) {
			AutoencoderConfig config = checkpoint.config();
			return new Autoencoder(name, config, "", "", Precision.FP32, List.of("cpu"), config.tiling(), "");
		}
	}

	private static float maxDifference(float[] actual, float[] expected) {
		assertThat(actual).hasSameSizeAs(expected);
		float max = 0;
		for (int i = 0; i < actual.length; i++) {
			max = Math.max(max, Math.abs(actual[i] - expected[i]));
		}
		return max;
	}

	/**
	 * The image before it is rounded.
	 */
	private static final class Floats implements TileSink {

		private final TileGrid grid;

		private final float[] image;

		private Floats(TileGrid grid) {
			this.grid = grid;
			this.image = new float[3 * grid.width() * grid.height()];
		}

		@Override
		public void put(Tile tile, Patch patch) {
			for (int c = 0; c < 3; c++) {
				for (int y = 0; y < this.grid.ownHeight(tile); y++) {
					System.arraycopy(patch.values(), patch.at(c, y), this.image,
							(c * this.grid.height() + tile.y() + y) * this.grid.width() + tile.x(),
							this.grid.ownWidth(tile));
				}
			}
		}

	}

}
