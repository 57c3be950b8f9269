package dev.dcae.tensor;

import java.util.Random;

/**
 * The seed of the generated cases: the same on every run, unless another is given with
 * {@code -Ddcae.test.seed}.
 */
final class TestSeed {

	static final long SEED = Long.getLong("dcae.test.seed", 32L);

	private TestSeed() {
	}

	/**
	 * A source of cases. Prints how to have the same ones again.
	 */
	static Random random(Class<?> test) {
		System.out.printf("%s: -Ddcae.test.seed=%d%n", test.getSimpleName(), SEED);
		return new Random(SEED);
	}

}
