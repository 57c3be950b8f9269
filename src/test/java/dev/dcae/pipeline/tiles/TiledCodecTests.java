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

import java.util.Random;

import dev.dcae.image.RgbImage;
import dev.dcae.image.rows.RowSource;
import dev.dcae.model.Autoencoder;
import dev.dcae.model.Operation;
import dev.dcae.model.Tiling;
import dev.dcae.pipeline.FakeDevice;
import dev.dcae.pipeline.FakeModel;
import dev.dcae.pipeline.PixelRows;
import dev.dcae.pipeline.Rig;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The results of tiles, for models of every ratio.
 */
class TiledCodecTests {

	private static final int CASES = 12;

	private static Rig rig;

	private static TiledCodec codec;

	@BeforeAll
	static void start() {
		rig = new Rig(new FakeDevice(), 1000, model(8), model(32), model(64), model(128));
		codec = new TiledCodec(rig.scheduler);
	}

	@AfterAll
	static void stop() {
		rig.close();
	}

	@ParameterizedTest
	@ValueSource(ints = { 8, 32, 64, 128 })
	void imagesOfAnySizeAreEncodedAsTheReferenceDoes(int ratio) {
		Random random = seeded(ratio);
		for (int i = 0; i < CASES; i++) {
			Tiling tiling = tiling(ratio, random);
			RgbImage image = Rig.noise(random, side(tiling, random), side(tiling, random));
			Tensor latent = codec.encode(Rig.WHENEVER, model(ratio), tiling, RowSource.of(image));
			assertThat(latent.shape()).isEqualTo(model(ratio).config().latentShape(image.height(), image.width()));
			Tensor expected = NaiveTiling.encode(floats(image), tiling,
					(tile) -> FakeModel.run(ratio, Operation.ENCODE, tile));
			assertSame(latent, expected, tiling, image);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 8, 32, 64, 128 })
	void latentsOfAnySizeAreDecodedAsTheReferenceDoes(int ratio) {
		Random random = seeded(ratio);
		for (int i = 0; i < CASES; i++) {
			Tiling tiling = tiling(ratio, random);
			int width = side(tiling, random);
			int height = side(tiling, random);
			Tensor latent = Rig.gaussian(random, FakeModel.CHANNELS, height / ratio, width / ratio);
			PixelRows image = new PixelRows(width, height);
			codec.decode(Rig.WHENEVER, model(ratio), tiling, latent, image);
			Tensor expected = FakeModel
				.pixels(NaiveTiling.decode(latent, tiling, (tile) -> FakeModel.run(ratio, Operation.DECODE, tile)));
			byte[] levels = image.image().pixels();
			int difference = 0;
			for (int p = 0; p < levels.length; p++) {
				difference = Math.max(difference,
						Math.abs(Byte.toUnsignedInt(levels[p]) - Byte.toUnsignedInt(expected.toBytes()[p])));
			}
			assertThat(difference).as("%s of %s", tiling, image.image()).isLessThanOrEqualTo(1);
		}
	}

	@Test
	void tilesOfAModelThatLooksNoFurtherThanACellAreWhatOnePieceIs() {
		Random random = seeded(8);
		RgbImage image = Rig.noise(random, 2000, 1512);
		Tensor tiled = codec.encode(Rig.WHENEVER, model(8), Tiling.of(8), RowSource.of(image));
		Tensor whole = FakeModel.run(8, Operation.ENCODE_IMAGE, Rig.pixels(image));
		for (int channel = 0; channel < 3; channel++) {
			assertSame(tiled.get(channel), whole.get(channel), Tiling.of(8), image);
		}
	}

	private static Random seeded(int ratio) {
		long seed = Long.getLong("dcae.test.seed", 32L) + ratio;
		System.out.printf("TiledCodecTests: -Ddcae.test.seed=%d%n", seed - ratio);
		return new Random(seed);
	}

	/**
	 * Strides from a cell to a whole tile.
	 */
	private static Tiling tiling(int ratio, Random random) {
		int tile = 1 + random.nextInt(Math.max(4, 256 / ratio));
		return new Tiling(ratio, ratio * tile, ratio * (1 + random.nextInt(tile)), 1);
	}

	/**
	 * From a single cell to several tiles.
	 */
	private static int side(Tiling tiling, Random random) {
		int cells = Math.min(1024 / tiling.ratio(), 3 * tiling.stride() / tiling.ratio() + 4);
		return tiling.ratio() * (1 + random.nextInt(cells));
	}

	private static Autoencoder model(int ratio) {
		return FakeModel.of(ratio, Tiling.of(ratio));
	}

	private static Tensor floats(RgbImage image) {
		byte[] levels = image.pixels();
		int plane = image.width() * image.height();
		float[] floats = new float[3 * plane];
		for (int i = 0; i < floats.length; i++) {
			floats[i % 3 * plane + i / 3] = Byte.toUnsignedInt(levels[i]) / 255f * 2 - 1;
		}
		return Tensor.of(new Shape(3, image.height(), image.width()), floats);
	}

	private static void assertSame(Tensor actual, Tensor expected, Tiling tiling, RgbImage image) {
		assertThat(actual.shape()).isEqualTo(expected.shape());
		float[] a = actual.toFloats();
		float[] b = expected.toFloats();
		float difference = 0;
		for (int i = 0; i < a.length; i++) {
			difference = Math.max(difference, Math.abs(a[i] - b[i]));
		}
		assertThat(difference).as("%s of %s", tiling, image).isLessThanOrEqualTo(1e-5f);
	}

}
