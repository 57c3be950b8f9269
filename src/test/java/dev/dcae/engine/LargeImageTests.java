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
package dev.dcae.engine;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

import dev.dcae.image.Formats;
import dev.dcae.image.RgbImage;
import dev.dcae.model.ConfigJson;
import dev.dcae.model.Operation;
import dev.dcae.model.Precision;
import dev.dcae.tensor.Safetensors;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A KL autoencoder on large and flat images, where sums over all pixels lose digits,
 * against float64.
 */
class LargeImageTests {

	/**
	 * Relative, in L2.
	 */
	private static final double MOST = 1e-5;

	/**
	 * The errors in bfloat16 over the reference's: other kernels round otherwise.
	 */
	private static final double HALF = 1.1;

	private static final int LARGE = 1024;

	@TempDir
	static Path cache;

	private static Fixture fixture;

	private static TorchRunner runner;

	@BeforeAll
	static void load() throws IOException {
		fixture = Fixture.of("tiny-kl");
		runner = fixture.load(cache, Precision.FP32);
	}

	@AfterAll
	static void close() {
		runner.close();
	}

	@ParameterizedTest
	@CsvSource({ "white, 255, 512, 512", "dark, 30, 384, 512" })
	void aFlatImageIsEncodedAndDecodedAsInFloat64(String name, int level, int height, int width) throws IOException {
		Map<String, Tensor> golden = flatGolden();
		Tensor latent = tensor(golden, "flat." + name + ".latent").get(0);
		assertThat(error(run(runner, Operation.ENCODE_IMAGE, flat(level, height, width)).toFloats(), latent.toFloats()))
			.isLessThanOrEqualTo(MOST);
		Tensor decoded = run(runner, Operation.DECODE, latent);
		Map<String, int[]> patches = Map.of("corner", new int[] { 0, 0, 64 }, "corner_br",
				new int[] { height - 64, width - 64, 64 }, "center", new int[] { height / 2 - 16, width / 2 - 16, 32 });
		patches.forEach((patch,
				at) -> assertThat(error(patch(decoded, at[0], at[1], at[2]),
						tensor(golden, "flat.%s.recon_%s".formatted(name, patch)).toFloats()))
					.as(patch)
					.isLessThanOrEqualTo(MOST));
		byte[] pixels = run(runner, Operation.DECODE_IMAGE, latent).toBytes();
		byte[] expected = tensor(golden, "flat." + name + ".recon_sub4").toBytes();
		for (int i = 0; i < expected.length; i++) {
			int pixel = i / 3;
			int row = 4 * (pixel / (width / 4));
			int column = 4 * (pixel % (width / 4));
			int actual = pixels[(row * width + column) * 3 + i % 3] & 0xff;
			assertThat(Math.abs(actual - (expected[i] & 0xff))).isLessThanOrEqualTo(1);
		}
	}

	@ParameterizedTest
	@CsvSource({ "white, 255, 512, 512", "dark, 30, 384, 512" })
	void hunyuanImageEncodesAndDecodesAFlatImageAsInFloat64(String name, int level, int height, int width)
			throws IOException {
		Fixture hunyuan = Fixture.of("tiny-hunyuanimage");
		Map<String, Tensor> golden = Safetensors
			.map(hunyuan.folder().resolve("flat-golden.safetensors"), Arena.ofAuto())
			.tensors();
		try (TorchRunner model = hunyuan.load(cache, Precision.FP32)) {
			Tensor latent = run(model, Operation.ENCODE_IMAGE, flat(level, height, width));
			assertThat(error(every(latent, 8), tensor(golden, "flat.%s.latent.every8".formatted(name)).toFloats()))
				.isLessThanOrEqualTo(MOST);
			assertThat(error(patch(run(model, Operation.DECODE, latent), 0, 0, 32),
					tensor(golden, "flat.%s.recon_corner".formatted(name)).toFloats()))
				.isLessThanOrEqualTo(MOST);
		}
	}

	/**
	 * FLUX.2's network is the same, so that it has the same golden numbers.
	 */
	@Test
	void flux2EncodesAFlatImageAsInFloat64() throws IOException {
		Map<String, Tensor> tensors = new HashMap<>(
				Safetensors.map(fixture.folder().resolve("diffusion_pytorch_model.safetensors"), Arena.ofAuto())
					.tensors());
		ConfigJson config = ConfigJson.of(Files.readString(fixture.folder().resolve("config.json")))
			.without("scaling_factor", "shift_factor", "latents_mean", "latents_std")
			.with("_class_name", "\"AutoencoderKLFlux2\"");
		Tensor latent = tensor(flatGolden(), "flat.white.latent").get(0);
		try (TorchRunner flux = new Compiled(cache).load(config.readAny(), tensors, Precision.FP32)) {
			assertThat(error(run(flux, Operation.ENCODE_IMAGE, flat(255, 512, 512)).toFloats(), latent.toFloats()))
				.isLessThanOrEqualTo(MOST);
		}
	}

	@Tag("slow")
	@ParameterizedTest
	@ValueSource(strings = { "white", "dark", "photo" })
	void aMegapixelIsEncodedAsInFloat64(String name) throws IOException {
		Map<String, Tensor> golden = golden("large-golden");
		float[] latent = every(run(runner, Operation.ENCODE_IMAGE, image(name)), 8);
		assertThat(error(latent, tensor(golden, "large.%s.latent".formatted(name)).toFloats()))
			.isLessThanOrEqualTo(MOST);
	}

	@Tag("slow")
	@ParameterizedTest
	@ValueSource(strings = { "flat", "noise" })
	void aMegapixelIsDecodedAsInFloat64(String name) throws IOException {
		Map<String, Tensor> golden = golden("large-golden");
		float[] image = every(run(runner, Operation.DECODE, latent(name)), 16);
		assertThat(error(image, tensor(golden, "large.%s.recon".formatted(name)).toFloats())).isLessThanOrEqualTo(MOST);
	}

	/**
	 * The errors of the reference's own modules in bfloat16, in their usual layout, are
	 * recorded beside the results.
	 */
	@Tag("slow")
	@ParameterizedTest
	@ValueSource(strings = { "photo", "noise" })
	void inBfloat16AMegapixelIsNoWorseThanTheReference(String name) throws IOException {
		Map<String, Tensor> golden = golden("large-golden");
		boolean encodes = golden.containsKey("large.%s.latent".formatted(name));
		float[] expected = tensor(golden, "large.%s.%s".formatted(name, encodes ? "latent" : "recon")).toFloats();
		try (TorchRunner half = fixture.load(cache, Precision.BF16)) {
			float[] actual = encodes ? every(run(half, Operation.ENCODE_IMAGE, image(name)), 8)
					: every(run(half, Operation.DECODE, latent(name)), 16);
			float recorded = tensor(golden, "large.%s.errors".formatted(name)).toFloats()[1];
			assertThat(error(actual, expected)).isLessThanOrEqualTo(HALF * recorded);
		}
	}

	/**
	 * The error of one image whose pixels all round alike is chance: the mean over many
	 * levels tells.
	 */
	@Test
	void inBfloat16FlatImagesAreNoWorseThanTheReference() throws IOException {
		Map<String, Tensor> golden = golden("large-golden");
		List<Tensor> latents = Fixture.items(tensor(golden, "levels.latent"));
		float[] recorded = tensor(golden, "levels.errors").toFloats();
		double errors = 0;
		double most = 0;
		try (TorchRunner half = fixture.load(cache, Precision.BF16)) {
			for (int i = 0; i < latents.size(); i++) {
				Tensor latent = run(half, Operation.ENCODE_IMAGE, flat(15 * i, 64, 64));
				errors += error(latent.toFloats(), latents.get(i).toFloats());
				most += HALF * recorded[i];
			}
		}
		assertThat(errors).isLessThanOrEqualTo(most);
	}

	private static Tensor image(String name) throws IOException {
		return switch (name) {
			case "white" -> flat(255, LARGE, LARGE);
			case "dark" -> flat(30, LARGE, LARGE);
			default -> mirrored(Formats.decode(Files.readAllBytes(Path.of("src/test/resources/photos/astronaut.png"))));
		};
	}

	private static Tensor flat(int level, int height, int width) {
		byte[] pixels = new byte[height * width * 3];
		Arrays.fill(pixels, (byte) level);
		return Tensor.ofBytes(new Shape(height, width, 3), pixels);
	}

	/**
	 * Four copies of a square that meet in their edges.
	 */
	private static Tensor mirrored(RgbImage image) {
		int side = image.width();
		byte[] pixels = new byte[12 * side * side];
		for (int y = 0; y < 2 * side; y++) {
			for (int x = 0; x < 2 * side; x++) {
				int from = Math.min(y, 2 * side - 1 - y) * side + Math.min(x, 2 * side - 1 - x);
				System.arraycopy(image.pixels(), 3 * from, pixels, 3 * (y * 2 * side + x), 3);
			}
		}
		return Tensor.ofBytes(new Shape(2L * side, 2L * side, 3), pixels);
	}

	private static Tensor latent(String name) {
		if (name.equals("noise")) {
			return noise(4, LARGE / 4);
		}
		float[] values = new float[LARGE * LARGE / 4];
		for (int i = 0; i < values.length; i++) {
			values[i] = new float[] { 0.5f, -0.25f, 1, -1 }[4 * i / values.length];
		}
		return Tensor.of(new Shape(4, LARGE / 4, LARGE / 4), values);
	}

	/**
	 * Numbers from -2 to 2 that other languages make, too.
	 */
	static Tensor noise(int channels, int side) {
		float[] values = new float[channels * side * side];
		for (int i = 0; i < values.length; i++) {
			values[i] = (float) (i * 2654435761L % (1L << 32) / 0x1p32 * 4 - 2);
		}
		return Tensor.of(new Shape(channels, side, side), values);
	}

	private static Tensor run(TorchRunner model, Operation operation, Tensor item) {
		return model.run(operation, List.of(item)).getFirst().output();
	}

	/**
	 * Every so many rows and columns of all channels.
	 */
	static float[] every(Tensor map, int step) {
		int height = (int) map.shape().size(1);
		int width = (int) map.shape().size(2);
		int rows = Math.ceilDiv(height, step);
		int columns = Math.ceilDiv(width, step);
		float[] values = map.toFloats();
		float[] kept = new float[(int) map.shape().size(0) * rows * columns];
		for (int i = 0; i < kept.length; i++) {
			int column = i % columns * step;
			int row = i / columns % rows * step;
			int channel = i / columns / rows;
			kept[i] = values[(channel * height + row) * width + column];
		}
		return kept;
	}

	private static float[] patch(Tensor map, int top, int left, int side) {
		int height = (int) map.shape().size(1);
		int width = (int) map.shape().size(2);
		float[] values = map.toFloats();
		float[] patch = new float[3 * side * side];
		for (int i = 0; i < patch.length; i++) {
			int row = top + i / side % side;
			patch[i] = values[(i / side / side * height + row) * width + left + i % side];
		}
		return patch;
	}

	static double error(float[] actual, float[] expected) {
		assertThat(actual).hasSameSizeAs(expected);
		double errors = 0;
		double squares = 0;
		for (int i = 0; i < actual.length; i++) {
			errors += Math.pow((double) actual[i] - expected[i], 2);
			squares += Math.pow(expected[i], 2);
		}
		return Math.sqrt(errors / squares);
	}

	private static Map<String, Tensor> golden(String name) throws IOException {
		return Safetensors.map(fixture.folder().resolve(name + ".safetensors"), Arena.ofAuto()).tensors();
	}

	/**
	 * Three quarters of it is what compression takes away.
	 */
	private static Map<String, Tensor> flatGolden() throws IOException {
		try (InputStream file = new GZIPInputStream(
				Files.newInputStream(fixture.folder().resolve("flat-golden.safetensors.gz")))) {
			return Safetensors.parse(MemorySegment.ofArray(file.readAllBytes())).tensors();
		}
	}

	private static Tensor tensor(Map<String, Tensor> golden, String name) {
		return Objects.requireNonNull(golden.get(name), name);
	}

}
