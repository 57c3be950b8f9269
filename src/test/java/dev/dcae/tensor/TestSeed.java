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
