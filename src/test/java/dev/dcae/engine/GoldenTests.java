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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.dcae.model.Operation;
import dev.dcae.model.Precision;
import dev.dcae.serving.ItemResult;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Our archives against what diffusers computed.
 */
class GoldenTests {

	private static final float TOLERANCE = 1e-4f;

	@TempDir
	static Path cache;

	private static final Map<String, Fixture> FIXTURES = new HashMap<>();

	private static final Map<String, TorchRunner> RUNNERS = new HashMap<>();

	@BeforeAll
	static void load() throws IOException {
		for (String name : List.of("tiny-mix", "tiny-sana", "tiny-1.5")) {
			Fixture fixture = Fixture.of(name);
			FIXTURES.put(name, fixture);
			for (Precision precision : Precision.values()) {
				RUNNERS.put(name + precision, fixture.load(cache, precision));
			}
		}
	}

	@AfterAll
	static void close() {
		RUNNERS.values().forEach(TorchRunner::close);
	}

	@ParameterizedTest
	@CsvSource({ "tiny-mix, image, latent", "tiny-sana, image, latent", "tiny-1.5, image, latent",
			"tiny-mix, small.image, small.latent", "tiny-sana, small.image, small.latent",
			"tiny-1.5, small.image, small.latent", "tiny-mix, tiled64x48.image, untiled.latent",
			"tiny-sana, tiled64x48.image, untiled.latent", "tiny-1.5, tiled64x48.image, untiled.latent" })
	void encodesLikeTheReference(String model, String image, String latent) {
		Fixture fixture = fixture(model);
		List<ItemResult> results = runner(model, Precision.FP32).run(Operation.ENCODE, fixture.items(image));
		assertThat(results).allMatch(ItemResult::finite);
		assertThat(maxDifference(results, fixture.items(latent))).isLessThanOrEqualTo(TOLERANCE);
	}

	@ParameterizedTest
	@CsvSource({ "tiny-mix, latent, recon", "tiny-sana, latent, recon", "tiny-1.5, latent, recon",
			"tiny-mix, small.latent, small.recon", "tiny-sana, small.latent, small.recon",
			"tiny-1.5, small.latent, small.recon" })
	void decodesLikeTheReference(String model, String latent, String image) {
		Fixture fixture = fixture(model);
		List<ItemResult> results = runner(model, Precision.FP32).run(Operation.DECODE, fixture.items(latent));
		assertThat(results).allMatch(ItemResult::finite);
		assertThat(maxDifference(results, fixture.items(image))).isLessThanOrEqualTo(TOLERANCE);
	}

	@ParameterizedTest
	@ValueSource(strings = { "tiny-mix", "tiny-sana", "tiny-1.5" })
	void decodesALargerLatentLikeTheReference(String model) {
		Fixture fixture = fixture(model);
		List<ItemResult> results = runner(model, Precision.FP32).run(Operation.DECODE,
				fixture.items("tiled64x48.latent"));
		assertClose(results.getFirst().output(), fixture.golden("untiled.recon_of_tiled_latent.every4"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "tiny-mix", "tiny-sana", "tiny-1.5" })
	void everyStageOfTheEncoderAnswersWhatTheReferencesDoes(String model) {
		Fixture fixture = fixture(model);
		List<Tensor> trace = runner(model, Precision.FP32).trace(true, fixture.items("image"));
		assertClose(trace.getFirst().get(0), fixture.golden("trace.enc.conv_in.every4"));
		for (int i = 0; i < 4; i++) {
			assertClose(trace.get(1 + i).get(0), fixture.golden("trace.enc.stage%d.every4".formatted(i)));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "tiny-mix", "tiny-sana", "tiny-1.5" })
	void everyStageOfTheDecoderAnswersWhatTheReferencesDoes(String model) {
		Fixture fixture = fixture(model);
		List<Tensor> trace = runner(model, Precision.FP32).trace(false, fixture.items("latent"));
		for (int i = 0; i < 4; i++) {
			assertClose(trace.get(1 + i).get(0), fixture.golden("trace.dec.stage%d.every4".formatted(3 - i)));
		}
	}

	@ParameterizedTest
	@CsvSource({ "tiny-mix, BF16", "tiny-sana, BF16", "tiny-1.5, BF16", "tiny-mix, FP16", "tiny-sana, FP16",
			"tiny-1.5, FP16" })
	void halfPrecisionIsNoWorseThanOneAndAHalfTimesTheReferencesBf16(String model, Precision precision) {
		Fixture fixture = fixture(model);
		TorchRunner runner = runner(model, precision);
		List<ItemResult> latents = runner.run(Operation.ENCODE, fixture.items("image"));
		float recorded = maxDifference(fixture.golden("bf16.latent"), fixture.golden("latent"));
		assertThat(maxDifference(latents, fixture.items("latent"))).isLessThanOrEqualTo(1.5f * recorded);
		// The recorded image is the bf16 decoder's, of the float32 latent.
		List<ItemResult> images = runner.run(Operation.DECODE, fixture.items("latent"));
		float recordedImage = maxDifference(fixture.golden("bf16.recon"), fixture.golden("recon"));
		assertThat(maxDifference(images, fixture.items("recon"))).isLessThanOrEqualTo(1.5f * recordedImage);
	}

	@ParameterizedTest
	@ValueSource(strings = { "tiny-mix", "tiny-sana", "tiny-1.5" })
	void decodedPixelsAreTheReferencesWithinOneLevel(String model) {
		Fixture fixture = fixture(model);
		List<ItemResult> results = runner(model, Precision.FP32).run(Operation.DECODE_IMAGE, fixture.items("latent"));
		for (int i = 0; i < results.size(); i++) {
			Tensor pixels = results.get(i).output();
			float[] expected = fixture.items("recon").get(i).toFloats();
			int height = (int) pixels.shape().size(0);
			int width = (int) pixels.shape().size(1);
			assertThat(pixels.shape()).isEqualTo(new Shape(64, 48, 3));
			for (int c = 0; c < 3; c++) {
				for (int p = 0; p < height * width; p++) {
					double level = Math
						.rint(Math.clamp(expected[c * height * width + p] / 2.0 + 0.5, 0.0, 1.0) * 255.0);
					int actual = Byte
						.toUnsignedInt(pixels.data().get(java.lang.foreign.ValueLayout.JAVA_BYTE, p * 3L + c));
					assertThat(Math.abs(actual - level)).isLessThanOrEqualTo(1);
				}
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "tiny-mix", "tiny-sana", "tiny-1.5" })
	void pixelsEncodeAsTheirFloatsDo(String model) {
		byte[] levels = new byte[64 * 48 * 3];
		new java.util.Random(7).nextBytes(levels);
		float[] floats = new float[levels.length];
		for (int c = 0; c < 3; c++) {
			for (int p = 0; p < 64 * 48; p++) {
				floats[c * 64 * 48 + p] = Byte.toUnsignedInt(levels[p * 3 + c]) / 255f * 2f - 1f;
			}
		}
		TorchRunner runner = runner(model, Precision.FP32);
		List<ItemResult> ofPixels = runner.run(Operation.ENCODE_IMAGE,
				List.of(Tensor.ofBytes(new Shape(64, 48, 3), levels)));
		List<ItemResult> ofFloats = runner.run(Operation.ENCODE, List.of(Tensor.of(new Shape(3, 64, 48), floats)));
		assertThat(maxDifference(ofPixels, List.of(ofFloats.getFirst().output()))).isLessThanOrEqualTo(TOLERANCE);
	}

	@ParameterizedTest
	@ValueSource(strings = { "tiny-mix", "tiny-sana", "tiny-1.5" })
	void anItemWithANanIsFlaggedAndItsNeighbourIsNot(String model) {
		Fixture fixture = fixture(model);
		List<Tensor> items = new ArrayList<>(fixture.items("latent"));
		float[] poisoned = items.getFirst().toFloats();
		poisoned[3] = Float.NaN;
		items.set(0, Tensor.of(items.getFirst().shape(), poisoned));
		for (Operation operation : List.of(Operation.DECODE, Operation.DECODE_IMAGE)) {
			List<ItemResult> results = runner(model, Precision.FP32).run(operation, items);
			assertThat(results).extracting(ItemResult::finite).containsExactly(false, true);
		}
	}

	private static Fixture fixture(String name) {
		return java.util.Objects.requireNonNull(FIXTURES.get(name));
	}

	private static TorchRunner runner(String name, Precision precision) {
		return java.util.Objects.requireNonNull(RUNNERS.get(name + precision));
	}

	/**
	 * @param expected every fourth row and column of the first of a batch
	 */
	private static void assertClose(Tensor actual, Tensor expected) {
		assertThat(LargeImageTests.every(actual, 4)).containsExactly(expected.toFloats(), within(TOLERANCE));
	}

	private static float maxDifference(List<ItemResult> actual, List<Tensor> expected) {
		assertThat(actual).hasSameSizeAs(expected);
		float max = 0;
		for (int i = 0; i < actual.size(); i++) {
			assertThat(actual.get(i).output().shape()).isEqualTo(expected.get(i).shape());
			max = Math.max(max, maxDifference(actual.get(i).output(), expected.get(i)));
		}
		return max;
	}

	static float maxDifference(Tensor actual, Tensor expected) {
		float[] a = actual.toFloats();
		float[] b = expected.toFloats();
		float max = 0;
		for (int i = 0; i < a.length; i++) {
			float difference = Math.abs(a[i] - b[i]);
			max = Float.isNaN(difference) ? Float.POSITIVE_INFINITY : Math.max(max, difference);
		}
		return max;
	}

}
