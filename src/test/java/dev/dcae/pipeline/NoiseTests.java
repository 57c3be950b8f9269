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

import java.util.HexFormat;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * The noise of samples, which clients may rely on.
 */
class NoiseTests {

	private static final int SEEDS = 10_000;

	private static final int VALUES = 8;

	/**
	 * The known answers of Random123, the authors' own implementation.
	 */
	@ParameterizedTest
	@CsvSource({ "00000000 00000000 00000000 00000000, 00000000 00000000, 6627e8d5 e169c58d bc57ac4c 9b00dbd8",
			"ffffffff ffffffff ffffffff ffffffff, ffffffff ffffffff, 408f276d 41c83b0e a20bc7c6 6d5451fd",
			"243f6a88 85a308d3 13198a2e 03707344, a4093822 299f31d0, d16cfe09 94fdcceb 5001e420 24126ea1" })
	void itsWordsAreThoseOfPhilox(String counter, String key, String answer) {
		int[] words = words(key);
		assertThat(Noise.philox(words(counter), words[0], words[1])).containsExactly(words(answer));
	}

	private static int[] words(String hex) {
		return IntStream.range(0, hex.length() / 9 + 1)
			.map((i) -> HexFormat.fromHexDigits(hex, 9 * i, 9 * i + 8))
			.toArray();
	}

	/**
	 * Computed from the description in docs/protocols.md with another language.
	 */
	@ParameterizedTest
	@CsvSource({
			"0, 0.9911376799303855, -0.9246625876655352, -0.6176089594591907, -0.48206858748717946, -0.15363823029788248",
			"7, 0.00029156764056108243, -0.3048469861370511, 1.7887573493301279, 1.067872471513518, 0.376403511638763",
			"-1, 1.0985957408901836, 0.6323022447120078, 0.6458599672530484, 0.7295110659687399, -0.5909483331295984",
			"281474976710661, -1.1691637754473854, -1.2193399166332357, 0.5795141962857736, -1.0253168309979366, -0.6812149625057382" })
	void theFirstNumbersOfASeedAreFixed(long seed, double first, double second, double third, double fourth,
			double fifth) {
		assertThat(Noise.of(seed, 5)).containsExactly(new double[] { first, second, third, fourth, fifth },
				within(1e-14));
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 2, 3, 4, 5 })
	void fewerNumbersAreTheFirstOfMore(int count) {
		assertThat(Noise.of(3, count)).containsExactly(java.util.Arrays.copyOf(Noise.of(3, 9), count));
	}

	@ParameterizedTest
	@ValueSource(longs = { 0, 1, -1, 4294967295L, Long.MIN_VALUE, Long.MAX_VALUE })
	void theNumbersOfASeedAreNormal(long seed) {
		double[] noise = Noise.of(seed, 40_000);
		double mean = 0;
		double squares = 0;
		double fourths = 0;
		for (double value : noise) {
			mean += value / noise.length;
			squares += value * value / noise.length;
			fourths += Math.pow(value, 4) / noise.length;
		}
		assertThat(mean).isCloseTo(0, within(0.03));
		assertThat(squares).isCloseTo(1, within(0.05));
		assertThat(fourths).isCloseTo(3, within(0.3));
	}

	/**
	 * Neighbours in the lowest bit, in the highest of each half, and across the sign.
	 */
	@ParameterizedTest
	@CsvSource({ "0, 1", "-5000, 1", "1099511627776, 1", "7, 4294967296", "7, 281474976710656" })
	void neighbouringSeedsHaveNothingInCommon(long start, long step) {
		double[][] noise = new double[SEEDS + 1][];
		for (int i = 0; i <= SEEDS; i++) {
			noise[i] = Noise.of(start + i * step, VALUES);
		}
		for (int value = 0; value < VALUES; value++) {
			double mean = 0;
			double squares = 0;
			double products = 0;
			for (int i = 0; i < SEEDS; i++) {
				mean += noise[i][value] / SEEDS;
				squares += noise[i][value] * noise[i][value] / SEEDS;
				products += noise[i][value] * noise[i + 1][value] / SEEDS;
			}
			double variance = squares - mean * mean;
			assertThat(mean).as("mean of value %d", value).isCloseTo(0, within(0.05));
			assertThat(Math.sqrt(variance)).as("deviation of value %d", value).isCloseTo(1, within(0.05));
			assertThat((products - mean * mean) / variance).as("correlation of value %d", value)
				.isCloseTo(0, within(0.05));
		}
	}

	@Test
	void everyBitOfTheSeedCounts() {
		double[] noise = Noise.of(5, 1);
		for (int bit = 0; bit < Long.SIZE; bit++) {
			assertThat(Noise.of(5 ^ (1L << bit), 1)).as("bit %d", bit).isNotEqualTo(noise);
		}
	}

}
