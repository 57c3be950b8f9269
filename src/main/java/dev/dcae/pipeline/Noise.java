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

/**
 * The standard normal numbers of a seed, part of the interface: each depends on the seed
 * and its own place alone, and is the same on every machine and in every release.
 *
 * <p>
 * Block {@code b} of four numbers is made of the four words {@code w0} to {@code w3} that
 * Philox4x32-10 (Salmon, Moraes, Dror and Shaw 2011) answers to the counter
 * {@code (b, 0, 0, 0)} and the key {@code (low, high)}, the halves of the seed. Box and
 * Muller make two numbers of each pair, with {@code u = (w + 1/2) / 2^32}:
 * {@code √(-2 ln u0) cos(2π u1)} and {@code √(-2 ln u0) sin(2π u1)}, in double precision
 * as {@link StrictMath} defines it.
 */
final class Noise {

	private static final int ROUNDS = 10;

	private static final int[] MULTIPLIERS = { 0xD2511F53, 0xCD9E8D57 };

	/**
	 * The growth of the key from round to round.
	 */
	private static final int[] STEPS = { 0x9E3779B9, 0xBB67AE85 };

	private static final int BLOCK = 4;

	private Noise() {
	}

	/**
	 * The first numbers of a seed.
	 */
	static double[] of(long seed, int count) {
		double[] noise = new double[count];
		for (int i = 0; i < count; i += BLOCK) {
			int[] words = philox(new int[] { i / BLOCK, 0, 0, 0 }, (int) seed, (int) (seed >>> 32));
			for (int j = 0; j < BLOCK && i + j < count; j += 2) {
				double radius = StrictMath.sqrt(-2 * StrictMath.log(uniform(words[j])));
				double angle = 2 * StrictMath.PI * uniform(words[j + 1]);
				noise[i + j] = radius * StrictMath.cos(angle);
				if (i + j + 1 < count) {
					noise[i + j + 1] = radius * StrictMath.sin(angle);
				}
			}
		}
		return noise;
	}

	/**
	 * Between 0 and 1, and neither.
	 */
	private static double uniform(int word) {
		return (Integer.toUnsignedLong(word) + 0.5) / 0x1p32;
	}

	/**
	 * Philox4x32-10 of four words and a key of two.
	 */
	static int[] philox(int[] counter, int low, int high) {
		int[] words = counter;
		for (int round = 0; round < ROUNDS; round++) {
			long first = product(0, words[0]);
			long second = product(1, words[2]);
			words = new int[] { (int) (second >>> 32) ^ words[1] ^ (low + round * STEPS[0]), (int) second,
					(int) (first >>> 32) ^ words[3] ^ (high + round * STEPS[1]), (int) first };
		}
		return words;
	}

	private static long product(int index, int word) {
		return Integer.toUnsignedLong(MULTIPLIERS[index]) * Integer.toUnsignedLong(word);
	}

}
