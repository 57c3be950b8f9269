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

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import dev.dcae.image.RgbImage;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Latents of a model whose encoder answers a distribution.
 */
@HttpTest
class SamplingTests {

	private static final String SAMPLE = "/v1/encode?model=tiny-kl&sample=true";

	private static final RgbImage IMAGE = TestImages.noise(24, 16);

	private final Service service;

	SamplingTests(Service service) {
		this.service = service;
	}

	@Test
	void theMeanIsTheDefault() {
		Tensor mean = this.service.encode("model=tiny-kl", IMAGE);
		assertThat(mean.shape()).isEqualTo(new Shape(1, 4, 4, 6));
		Answer answer = this.service.post("/v1/encode?model=tiny-kl&sample=false", IMAGE).ok();
		assertThat(Wire.JSON.read(answer).toFloats()).containsExactly(mean.toFloats());
		assertThat(answer.header("X-Seed")).isEmpty();
	}

	@Test
	void aSeedAnswersTheSameSampleAgain() {
		Answer first = this.service.post(SAMPLE + "&seed=7", IMAGE).ok();
		assertThat(first.header("X-Seed")).isEqualTo("7");
		Tensor sample = Wire.JSON.read(first);
		assertThat(sample.shape()).isEqualTo(new Shape(1, 4, 4, 6));
		assertThat(sample(7)).isEqualTo(sample.toFloats());
		assertThat(sample(8)).isNotEqualTo(sample.toFloats());
	}

	@Test
	void theSampleIsTheMeanAndSomeNoise() {
		float[] mean = this.service.encode("model=tiny-kl", IMAGE).toFloats();
		double[] average = new double[mean.length];
		int count = 64;
		for (int seed = 0; seed < count; seed++) {
			float[] sample = sample(seed);
			for (int i = 0; i < mean.length; i++) {
				average[i] += sample[i] / count;
			}
		}
		double far = 0;
		double near = 0;
		float[] one = sample(0);
		for (int i = 0; i < mean.length; i++) {
			far += Math.pow(one[i] - mean[i], 2);
			near += Math.pow(average[i] - mean[i], 2);
		}
		// The variance of an average of 64.
		assertThat(near / far).isBetween(0.5 / count, 2.0 / count);
	}

	@Test
	void whatRidesInTheSameBatchDoesNotMatter() {
		float[] alone = sample(99);
		try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
			List<CompletableFuture<float[]>> answers = new ArrayList<>();
			IntStream.range(0, 16)
				.forEach((i) -> answers
					.add(CompletableFuture.supplyAsync(() -> sample((i % 2 == 0) ? 99 : i), clients)));
			for (int i = 0; i < answers.size(); i += 2) {
				float[] together = answers.get(i).join();
				for (int j = 0; j < alone.length; j++) {
					assertThat(together[j]).isCloseTo(alone[j], org.assertj.core.api.Assertions.within(1e-4f));
				}
			}
		}
	}

	@Test
	void withoutASeedTheAnswerTellsItsOwn() {
		Answer first = this.service.post(SAMPLE, IMAGE).ok();
		Answer second = this.service.post(SAMPLE, IMAGE).ok();
		assertThat(first.header("X-Seed")).matches("\\d{1,10}").isNotEqualTo(second.header("X-Seed"));
		assertThat(sample(Long.parseLong(first.header("X-Seed")))).isEqualTo(Wire.JSON.read(first).toFloats());
	}

	@Test
	void aSampleIsScaledLikeAnyLatent() {
		float[] plain = sample(5);
		float[] scaled = Wire.JSON.read(this.service.post(SAMPLE + "&seed=5&scaled=true", IMAGE).ok()).toFloats();
		for (int i = 0; i < plain.length; i++) {
			assertThat(scaled[i]).isCloseTo((float) (plain[i] * 0.18215),
					org.assertj.core.api.Assertions.within(1e-6f));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "-1", "9223372036854775807", "-9223372036854775808" })
	void anyWholeNumberIsASeed(String seed) {
		assertThat(this.service.post(SAMPLE + "&seed=" + seed, IMAGE).ok().header("X-Seed")).isEqualTo(seed);
	}

	@ParameterizedTest
	@CsvSource({ "sample=true&seed=x, a whole number", "sample=true&seed=1.5, a whole number",
			"sample=true&seed=9223372036854775808, a whole number", "sample=2, true or false",
			"seed=1, add sample=true", "sample=false&seed=1, add sample=true" })
	void whatASampleNeedsIsTold(String query, String told) {
		assertThat(this.service.post("/v1/encode?model=tiny-kl&" + query, IMAGE).refusal(400, "bad-parameter"))
			.contains(told);
	}

	@Test
	void aModelWithoutADistributionSaysSo() {
		assertThat(
				this.service.post("/v1/encode?model=tiny-mix&sample=true&seed=1", IMAGE).refusal(400, "bad-parameter"))
			.contains("tiny-mix", "leave sample and seed out");
	}

	private float[] sample(long seed) {
		return Wire.JSON.read(this.service.post(SAMPLE + "&seed=" + seed, IMAGE).ok()).toFloats();
	}

}
