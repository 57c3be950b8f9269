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

import dev.dcae.model.Operation;
import dev.dcae.model.Precision;
import dev.dcae.serving.ItemResult;
import dev.dcae.tensor.Tensor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tiny autoencoders against what diffusers computed, TAESANA against its own repository's
 * code: of a pair of .pth files, without a config.
 */
class TinyGoldenTests {

	static final List<String> MODELS = List.of("tiny-taesd", "tiny-taesana");

	private static final float TOLERANCE = 2e-5f;

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
	void latentsAreTheReferences(String model) {
		assertThat(difference(model, Operation.ENCODE_IMAGE, "u8.image", "u8.latent")).isLessThanOrEqualTo(TOLERANCE);
	}

	@ParameterizedTest
	@FieldSource("MODELS")
	void imagesAreTheReferences(String model) {
		assertThat(difference(model, Operation.DECODE, "latent", "recon")).isLessThanOrEqualTo(TOLERANCE);
	}

	/**
	 * Beyond the soft clamp.
	 */
	@Test
	void largeLatentsAreClampedAsTheReferencesAre() {
		assertThat(difference("tiny-taesd", Operation.DECODE, "large.latent", "large.recon"))
			.isLessThanOrEqualTo(TOLERANCE);
	}

	@ParameterizedTest
	@FieldSource("MODELS")
	void pixelsAreTheReferencesWithinOneLevel(String model) {
		byte[] levels = run(model, Operation.DECODE_IMAGE, "u8.latent").toBytes();
		byte[] expected = fixture(model).golden("u8.recon").get(0).toBytes();
		assertThat(levels).hasSameSizeAs(expected);
		for (int i = 0; i < levels.length; i++) {
			assertThat((levels[i] & 0xff) - (expected[i] & 0xff)).isBetween(-1, 1);
		}
	}

	/**
	 * The reference's own errors are recorded: the largest and the root of the mean
	 * square, of the latent and of the image.
	 */
	@Tag("slow")
	@Test
	void inBfloat16TheErrorIsNearTheReferences() throws IOException {
		Fixture fixture = fixture("tiny-taesd");
		float[] recorded = fixture.golden("bf16.errors").toFloats();
		try (TorchRunner half = fixture.load(cache, Precision.BF16)) {
			assertNear(half.run(Operation.ENCODE, fixture.items("image")), fixture.golden("latent"), recorded[0],
					recorded[1]);
			assertNear(half.run(Operation.DECODE, fixture.items("latent")), fixture.golden("recon"), recorded[2],
					recorded[3]);
		}
	}

	private static void assertNear(List<ItemResult> results, Tensor expected, double most, double usual) {
		float[] actual = results.getFirst().output().toFloats();
		float[] wanted = expected.get(0).toFloats();
		double squares = 0;
		double largest = 0;
		for (int i = 0; i < wanted.length; i++) {
			largest = Math.max(largest, Math.abs(actual[i] - wanted[i]));
			squares += Math.pow(actual[i] - wanted[i], 2);
		}
		assertThat(Math.sqrt(squares / wanted.length)).isLessThanOrEqualTo(HALF * usual);
		assertThat(largest).isLessThanOrEqualTo(HALF * most);
	}

	private static float difference(String model, Operation operation, String item, String expected) {
		Tensor actual = run(model, operation, item);
		assertThat(actual.shape()).isEqualTo(fixture(model).golden(expected).get(0).shape());
		return GoldenTests.maxDifference(actual, fixture(model).golden(expected).get(0));
	}

	private static Tensor run(String model, Operation operation, String item) {
		ItemResult result = Objects.requireNonNull(RUNNERS.get(model))
			.run(operation, List.of(fixture(model).golden(item).get(0)))
			.getFirst();
		assertThat(result.finite()).isTrue();
		return result.output();
	}

	private static Fixture fixture(String model) {
		return Objects.requireNonNull(FIXTURES.get(model));
	}

}
