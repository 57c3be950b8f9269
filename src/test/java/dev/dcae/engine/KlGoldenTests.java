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
import java.util.List;
import java.util.Random;

import dev.dcae.model.Operation;
import dev.dcae.model.Precision;
import dev.dcae.serving.ItemResult;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Our archive of a KL autoencoder against what diffusers computed.
 */
class KlGoldenTests {

	private static final float TOLERANCE = 1e-4f;

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

	@Test
	void itsMomentsAreTheReferences() {
		List<ItemResult> results = runner.run(Operation.ENCODE_MOMENTS, fixture.items("image"));
		assertThat(results).allMatch(ItemResult::finite);
		assertSame(results, fixture.items("moments"), TOLERANCE);
	}

	@Test
	void itsLatentIsTheMean() {
		List<ItemResult> results = runner.run(Operation.ENCODE, fixture.items("image"));
		assertThat(results).allMatch(ItemResult::finite);
		assertSame(results, means(), TOLERANCE);
	}

	@Test
	void itsImageOfTheMeanIsTheReferences() {
		List<ItemResult> results = runner.run(Operation.DECODE, means());
		assertThat(results).allMatch(ItemResult::finite);
		assertSame(results, fixture.items("recon_of_mean"), TOLERANCE);
	}

	@Test
	void decodedPixelsAreTheReferencesWithinOneLevel() {
		List<ItemResult> results = runner.run(Operation.DECODE_IMAGE, means());
		for (int i = 0; i < results.size(); i++) {
			byte[] levels = results.get(i).output().toBytes();
			float[] expected = fixture.items("recon_of_mean").get(i).toFloats();
			assertThat(results.get(i).output().shape()).isEqualTo(new Shape(32, 24, 3));
			for (int c = 0; c < 3; c++) {
				for (int p = 0; p < 32 * 24; p++) {
					double level = Math.rint(Math.clamp(expected[c * 32 * 24 + p] / 2.0 + 0.5, 0.0, 1.0) * 255.0);
					assertThat(Math.abs((levels[3 * p + c] & 0xff) - level)).isLessThanOrEqualTo(1);
				}
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "ENCODE_IMAGE, ENCODE", "ENCODE_IMAGE_MOMENTS, ENCODE_MOMENTS" })
	void pixelsEncodeAsTheirFloatsDo(Operation pixels, Operation floats) {
		byte[] levels = new byte[32 * 24 * 3];
		new Random(7).nextBytes(levels);
		float[] values = new float[levels.length];
		for (int c = 0; c < 3; c++) {
			for (int p = 0; p < 32 * 24; p++) {
				values[c * 32 * 24 + p] = (levels[p * 3 + c] & 0xff) / 255f * 2f - 1f;
			}
		}
		List<ItemResult> ofPixels = runner.run(pixels, List.of(Tensor.ofBytes(new Shape(32, 24, 3), levels)));
		List<ItemResult> ofFloats = runner.run(floats, List.of(Tensor.of(new Shape(3, 32, 24), values)));
		assertSame(ofPixels, List.of(ofFloats.getFirst().output()), TOLERANCE);
	}

	/**
	 * The reference's own error in half precision was not recorded.
	 */
	@ParameterizedTest
	@CsvSource({ "BF16, 0.03", "FP16, 0.004" })
	void halfPrecisionIsNear(Precision precision, double tolerance) throws IOException {
		try (TorchRunner half = fixture.load(cache, precision)) {
			assertThat(
					relativeError(half.run(Operation.ENCODE_MOMENTS, fixture.items("image")), fixture.items("moments")))
				.isLessThan(tolerance);
			assertThat(relativeError(half.run(Operation.DECODE, means()), fixture.items("recon_of_mean")))
				.isLessThan(tolerance);
		}
	}

	@ParameterizedTest
	@EnumSource
	void everyItemOfABatchIsWhatItIsAlone(Operation operation) {
		List<Tensor> items = new ArrayList<>();
		Random random = new Random(5);
		for (int i = 0; i < 7; i++) {
			if (operation.takesPixels()) {
				byte[] levels = new byte[32 * 24 * 3];
				random.nextBytes(levels);
				items.add(Tensor.ofBytes(new Shape(32, 24, 3), levels));
			}
			else {
				items.add((operation.encodes() ? fixture.items("image") : means()).get(i % 2).times(1 - 0.1 * i));
			}
		}
		List<ItemResult> together = runner.run(operation, items);
		for (int i = 0; i < items.size(); i++) {
			Tensor alone = runner.run(operation, items.subList(i, i + 1)).getFirst().output();
			if (operation == Operation.DECODE_IMAGE) {
				byte[] one = alone.toBytes();
				byte[] other = together.get(i).output().toBytes();
				for (int j = 0; j < one.length; j++) {
					assertThat(Math.abs((one[j] & 0xff) - (other[j] & 0xff))).isLessThanOrEqualTo(1);
				}
			}
			else {
				float largest = 0;
				for (float value : alone.toFloats()) {
					largest = Math.max(largest, Math.abs(value));
				}
				assertThat(largest).isPositive();
				assertSame(together.subList(i, i + 1), List.of(alone), 3e-5f * largest);
			}
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "DECODE", "DECODE_IMAGE" })
	void anItemWithANanIsFlaggedAndItsNeighbourIsNot(Operation operation) {
		List<Tensor> items = new ArrayList<>(means());
		float[] poisoned = items.getFirst().toFloats();
		poisoned[3] = Float.NaN;
		items.set(0, Tensor.of(items.getFirst().shape(), poisoned));
		assertThat(runner.run(operation, items)).extracting(ItemResult::finite).containsExactly(false, true);
	}

	@Test
	void everyPartAnswersATrace() {
		// Into, three resolutions, the middle, two parts out, the 1x1 convolution.
		List<Tensor> encoder = runner.trace(true, fixture.items("image"));
		assertThat(encoder).hasSize(8);
		assertThat(GoldenTests.maxDifference(encoder.getLast(), fixture.golden("moments")))
			.isLessThanOrEqualTo(TOLERANCE);
		List<Tensor> decoder = runner.trace(false, means());
		assertThat(decoder).hasSize(8);
		assertThat(GoldenTests.maxDifference(decoder.getLast(), fixture.golden("recon_of_mean")))
			.isLessThanOrEqualTo(TOLERANCE);
	}

	private static List<Tensor> means() {
		return fixture.items("moments").stream().map(KlGoldenTests::mean).toList();
	}

	private static Tensor mean(Tensor moments) {
		Shape shape = moments.shape();
		float[] means = java.util.Arrays.copyOf(moments.toFloats(), (int) moments.elements() / 2);
		return Tensor.of(new Shape(shape.size(0) / 2, shape.size(1), shape.size(2)), means);
	}

	private static void assertSame(List<ItemResult> actual, List<Tensor> expected, float tolerance) {
		assertThat(actual).hasSameSizeAs(expected);
		for (int i = 0; i < actual.size(); i++) {
			assertThat(actual.get(i).output().shape()).isEqualTo(expected.get(i).shape());
			assertThat(GoldenTests.maxDifference(actual.get(i).output(), expected.get(i)))
				.isLessThanOrEqualTo(tolerance);
		}
	}

	private static double relativeError(List<ItemResult> actual, List<Tensor> expected) {
		double errors = 0;
		double squares = 0;
		for (int i = 0; i < actual.size(); i++) {
			float[] a = actual.get(i).output().toFloats();
			float[] b = expected.get(i).toFloats();
			for (int j = 0; j < a.length; j++) {
				errors += Math.pow(a[j] - b[j], 2);
				squares += Math.pow(b[j], 2);
			}
		}
		return Math.sqrt(errors / squares);
	}

}
