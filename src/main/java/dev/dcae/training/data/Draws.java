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
