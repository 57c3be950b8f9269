package dev.dcae.training.data;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Draws from distributions that generators do not have of their own.
 */
final class Draws {

	private Draws() {
	}

	static boolean happens(double probability, RandomGenerator random) {
		return random.nextDouble() < probability;
	}

	/**
	 * Draws from {@code [-bound, bound)}, also for a bound of 0.
	 */
	static double around(double bound, RandomGenerator random) {
		return bound * (2 * random.nextDouble() - 1);
	}

	/**
	 * Every octave of {@code [low, high]} is equally likely.
	 */
	static double logUniform(double low, double high, RandomGenerator random) {
		return low * Math.pow(high / low, random.nextDouble());
	}

	static <T> T one(List<T> values, RandomGenerator random) {
		return values.get(random.nextInt(values.size()));
	}

}
