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
 * A choice that is drawn as often as its weight says.
 */
interface Weighted {

	/**
	 * A number above 0, relative to the weights of the others.
	 */
	double weight();

	/**
	 * Draws one.
	 * @param all at least one
	 */
	static <T extends Weighted> T one(List<T> all, RandomGenerator random) {
		double left = random.nextDouble() * all.stream().mapToDouble(Weighted::weight).sum();
		for (T each : all) {
			left -= each.weight();
			if (left < 0) {
				return each;
			}
		}
		// Rounding can leave a last crumb.
		return all.getLast();
	}

	/**
	 * Checks a weight.
	 * @throws IllegalArgumentException if it is not above 0
	 */
	static void check(double weight) {
		if (!(weight > 0 && Double.isFinite(weight))) {
			throw new IllegalArgumentException("A weight is above 0, which %s is not".formatted(weight));
		}
	}

}
