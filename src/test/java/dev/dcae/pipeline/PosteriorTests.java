package dev.dcae.pipeline;

import java.util.Arrays;
import java.util.Random;

import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Samples of a latent's distribution.
 */
class PosteriorTests {

	/**
	 * Recorded once; Java's specification fixes them for every release and machine.
	 */
	@Test
	void theNoiseIsTheOneThatJavasSpecificationFixes() {
		float[] noise = posterior(3, 0f, 0f).sample(42).toFloats();
		assertThat(noise).containsExactly(1.1419053f, 0.91940796f, -0.94986665f);
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
		assertThat(sample.toFloats()[1]).isCloseTo(-5 + 3 * 0.91940796f, within(1e-5f));
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

	@ParameterizedTest
	@ValueSource(longs = { 0, 1, -1, 4294967295L, Long.MIN_VALUE, Long.MAX_VALUE })
	void aSeedsNoiseIsNormal(long seed) {
		float[] noise = posterior(40_000, 0f, 0f).sample(seed).toFloats();
		double mean = 0;
		double squares = 0;
		for (float value : noise) {
			mean += value / noise.length;
			squares += (double) value * value / noise.length;
		}
		assertThat(mean).isCloseTo(0, within(0.03));
		assertThat(squares).isCloseTo(1, within(0.05));
		assertThat(posterior(40_000, 0f, 0f).sample(seed).toFloats()).containsExactly(noise);
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
