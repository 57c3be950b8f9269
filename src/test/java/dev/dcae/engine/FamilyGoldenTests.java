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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.dcae.model.AutoencoderConfig;
import dev.dcae.model.Operation;
import dev.dcae.model.Precision;
import dev.dcae.serving.ItemResult;
import dev.dcae.tensor.Tensor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Archives of the families that sample, but for AutoencoderKL itself, against what
 * diffusers computed.
 */
class FamilyGoldenTests {

	static final List<String> MODELS = List.of("tiny-flux2", "tiny-hunyuanimage", "tiny-qwenimage");

	private static final float TOLERANCE = 1e-4f;

	/**
	 * The most that our error in bfloat16 may be of the reference's: other kernels round
	 * otherwise.
	 */
	private static final double HALF = 1.5;

	@TempDir
	static Path cache;

	private static final Map<String, Fixture> FIXTURES = new HashMap<>();

	private static final Map<String, TorchRunner> RUNNERS = new HashMap<>();

	@BeforeAll
	static void load() throws IOException {
		for (String name : MODELS) {
			Fixture fixture = Fixture.of(name);
			FIXTURES.put(name, fixture);
			RUNNERS.put(name, fixture.load(cache, Precision.FP32));
		}
	}

	@AfterAll
	static void close() {
		RUNNERS.values().forEach(TorchRunner::close);
	}

	@ParameterizedTest
	@FieldSource("MODELS")
	void momentsAreTheReferences(String model) {
		assertSame(run(model, Operation.ENCODE_MOMENTS, "image"), fixture(model).items("moments"));
		for (ItemResult moments : run(model, Operation.ENCODE_IMAGE_MOMENTS, "u8.image")) {
			Tensor mean = fixture(model).items("u8.mean").getFirst();
			long channels = mean.shape().size(0);
			assertThat(moments.output().shape().size(0)).isEqualTo(2 * channels);
			assertThat(GoldenTests.maxDifference(moments.output().first(channels), mean))
				.isLessThanOrEqualTo(TOLERANCE);
		}
		assertSame(run(model, Operation.ENCODE_IMAGE, "u8.image"), fixture(model).items("u8.mean"));
	}

	@ParameterizedTest
	@FieldSource("MODELS")
	void imagesOfMeansAreTheReferences(String model) {
		List<Tensor> images = run(model, Operation.DECODE, "u8.mean").stream()
			.map((result) -> clamped(model, result.output()))
			.toList();
		assertThat(GoldenTests.maxDifference(images.getFirst(), fixture(model).golden("recon").get(0)))
			.isLessThanOrEqualTo(TOLERANCE);
	}

	@ParameterizedTest
	@FieldSource("MODELS")
	void pixelsAreTheReferencesWithinOneLevel(String model) {
		byte[] levels = run(model, Operation.DECODE_IMAGE, "u8.mean").getFirst().output().toBytes();
		byte[] expected = fixture(model).golden("u8.recon").get(0).toBytes();
		assertThat(levels).hasSameSizeAs(expected);
		for (int i = 0; i < levels.length; i++) {
			assertThat((levels[i] & 0xff) - (expected[i] & 0xff)).isBetween(-1, 1);
		}
	}

	@ParameterizedTest
	@FieldSource("MODELS")
	void scaledLatentsAreTheReferencesBothWays(String model) {
		AutoencoderConfig config = fixture(model).config();
		Fixture fixture = fixture(model);
		if (fixture.golden().containsKey("u8.scaled")) {
			Tensor scaled = config.scaling().apply(fixture.items("u8.mean").getFirst());
			assertThat(scaled.shape()).isEqualTo(fixture.items("u8.scaled").getFirst().shape());
			assertThat(GoldenTests.maxDifference(scaled, fixture.items("u8.scaled").getFirst())).isLessThan(1e-5f);
		}
		List<Tensor> latents = fixture.items("scaled.in").stream().map(config.scaling()::undo).toList();
		List<Tensor> images = runner(model).run(Operation.DECODE, latents)
			.stream()
			.map((result) -> clamped(model, result.output()))
			.toList();
		for (int i = 0; i < images.size(); i++) {
			assertThat(GoldenTests.maxDifference(images.get(i), fixture.items("scaled.in.recon").get(i)))
				.isLessThanOrEqualTo(TOLERANCE);
		}
	}

	/**
	 * The reference's own errors are recorded: the largest and the root of the mean
	 * square, of the moments and of the image.
	 */
	@Tag("slow")
	@ParameterizedTest
	@FieldSource("MODELS")
	void inBfloat16TheErrorIsNearTheReferences(String model) throws IOException {
		Fixture fixture = fixture(model);
		float[] recorded = fixture.golden("bf16.errors").toFloats();
		List<Tensor> means = fixture.items("moments")
			.stream()
			.map((moments) -> moments.first(moments.shape().size(0) / 2))
			.toList();
		try (TorchRunner half = fixture.load(cache, Precision.BF16)) {
			assertNear(model, half.run(Operation.ENCODE_MOMENTS, fixture.items("image")), fixture.items("moments"),
					recorded[0], recorded[1]);
			assertNear(model, half.run(Operation.DECODE, means), fixture.items("recon_of_mean"), recorded[2],
					recorded[3]);
		}
	}

	private static void assertNear(String model, List<ItemResult> results, List<Tensor> expected, double most,
			double usual) {
		double squares = 0;
		double largest = 0;
		long count = 0;
		for (int i = 0; i < expected.size(); i++) {
			float[] actual = results.get(i).output().toFloats();
			float[] wanted = expected.get(i).toFloats();
			boolean image = expected.get(i).shape().size(0) == 3;
			for (int j = 0; j < actual.length; j++) {
				float value = (image && fixture(model).config().clampsImages()) ? Math.clamp(actual[j], -1f, 1f)
						: actual[j];
				double error = Math.abs(value - wanted[j]);
				largest = Math.max(largest, error);
				squares += error * error;
				count++;
			}
		}
		assertThat(Math.sqrt(squares / count)).isLessThanOrEqualTo(HALF * usual);
		assertThat(largest).isLessThanOrEqualTo(HALF * most);
	}

	private static List<ItemResult> run(String model, Operation operation, String items) {
		List<ItemResult> results = runner(model).run(operation, fixture(model).items(items));
		assertThat(results).allMatch(ItemResult::finite);
		return results;
	}

	private static void assertSame(List<ItemResult> actual, List<Tensor> expected) {
		assertThat(actual).hasSameSizeAs(expected);
		for (int i = 0; i < actual.size(); i++) {
			assertThat(actual.get(i).output().shape()).isEqualTo(expected.get(i).shape());
			assertThat(GoldenTests.maxDifference(actual.get(i).output(), expected.get(i)))
				.isLessThanOrEqualTo(TOLERANCE);
		}
	}

	private static Tensor clamped(String model, Tensor image) {
		if (!fixture(model).config().clampsImages()) {
			return image;
		}
		float[] values = image.toFloats();
		for (int i = 0; i < values.length; i++) {
			values[i] = Math.clamp(values[i], -1f, 1f);
		}
		return Tensor.of(image.shape(), values);
	}

	private static Fixture fixture(String model) {
		return Objects.requireNonNull(FIXTURES.get(model));
	}

	private static TorchRunner runner(String model) {
		return Objects.requireNonNull(RUNNERS.get(model));
	}

}
