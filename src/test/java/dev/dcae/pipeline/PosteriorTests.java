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

import java.util.Arrays;
import java.util.Random;

import com.sun.management.ThreadMXBean;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Samples of a latent's distribution.
 */
class PosteriorTests {

	@Test
	void itsNoiseIsThatOfTheSeed() {
		double[] noise = Noise.of(42, 3);
		assertThat(posterior(3, 0f, 0f).sample(42).toFloats()).containsExactly((float) noise[0], (float) noise[1],
				(float) noise[2]);
	}

	@Test
	void meansShiftAndVariancesStretchIt() {
		float[] noise = posterior(8, 0f, 0f).sample(7).toFloats();
		float[] sample = posterior(8, 3f, (float) Math.log(4)).sample(7).toFloats();
		for (int i = 0; i < noise.length; i++) {
			assertThat(sample[i]).isCloseTo(3 + 2 * noise[i], within(1e-5f));
		}
	}

	@Test
	void everyValueHasItsOwnMeanAndVariance() {
		// Two channels of one pixel: mean, mean, log variance, log variance.
		Tensor moments = Tensor.of(new Shape(4, 1, 1), 1f, -5f, -30f, (float) Math.log(9));
		Tensor sample = new Posterior(moments).sample(42);
		assertThat(sample.shape()).isEqualTo(new Shape(2, 1, 1));
		assertThat(sample.toFloats()[0]).isCloseTo(1f, within(1e-5f));
		assertThat(sample.toFloats()[1]).isCloseTo((float) (-5 + 3 * Noise.of(42, 2)[1]), within(1e-5f));
	}

	@Test
	void aSampleTakesNoMoreThanIsReserved() {
		Posterior posterior = posterior(64, 0f, 0f);
		Tensor sample = posterior.sample(1);
		long held = posterior.moments().data().byteSize() + (long) Float.BYTES * posterior.moments().toFloats().length
				+ (long) Double.BYTES * Noise.of(1, 64).length + (long) Float.BYTES * sample.toFloats().length
				+ sample.data().byteSize();
		assertThat(held).isLessThanOrEqualTo(MemoryCost.latent(sample.shape(), true))
			.isGreaterThan(MemoryCost.latent(sample.shape(), false));
	}

	/**
	 * The logarithms are clamped to [-30, 20].
	 */
	@ParameterizedTest
	@CsvSource({ "1000, 20", "20.5, 20", "-1000, -30", "-30.5, -30" })
	void variancesOutOfBoundsAreClamped(float logVariance, float clamped) {
		assertThat(posterior(4, 0f, logVariance).sample(1).toFloats())
			.containsExactly(posterior(4, 0f, clamped).sample(1).toFloats());
	}

	@Test
	void anotherSeedIsAnotherSample() {
		long seed = new Random().nextLong();
		assertThat(posterior(16, 0f, 0f).sample(seed).toFloats()).as("seed %d", seed)
			.isNotEqualTo(posterior(16, 0f, 0f).sample(seed + 1).toFloats());
	}

	private static Posterior posterior(int pixels, float mean, float logVariance) {
		float[] moments = new float[2 * pixels];
		Arrays.fill(moments, 0, pixels, mean);
		Arrays.fill(moments, pixels, 2 * pixels, logVariance);
		return new Posterior(Tensor.of(new Shape(2, 1, pixels), moments));
	}

}
