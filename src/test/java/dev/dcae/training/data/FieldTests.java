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

import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class FieldTests {

	private static final int SIDE = 128;

	@ParameterizedTest
	@ValueSource(doubles = { 0, 1, 2 })
	void naturalNoiseHasMeanZeroAndDeviationOne(double exponent) {
		Field field = Field.natural(SIDE, exponent, new SplittableRandom(3));
		double sum = 0;
		double squares = 0;
		for (float value : field.values()) {
			sum += value;
			squares += (double) value * value;
		}
		assertThat(sum / field.values().length).isCloseTo(0, within(1e-4));
		assertThat(squares / field.values().length).isCloseTo(1, within(1e-3));
	}

	/**
	 * Halving an image leaves out its upper octave. At an exponent of 1 all octaves have
	 * the same power, so differences of neighbours stay as large at every scale.
	 */
	@Test
	void naturalNoiseLooksAlikeAtEveryScale() {
		double fine = 0;
		double coarse = 0;
		double rough = 0;
		double smooth = 0;
		for (int seed = 0; seed < 20; seed++) {
			Field field = Field.natural(SIDE, 1, new SplittableRandom(seed));
			fine += difference(field, 2);
			coarse += difference(field, 8);
			rough += difference(Field.natural(SIDE, 0.5, new SplittableRandom(seed)), 1);
			smooth += difference(Field.natural(SIDE, 2, new SplittableRandom(seed)), 1);
		}
		assertThat(coarse / fine).isBetween(0.7, 1.4);
		assertThat(rough).isGreaterThan(10 * smooth);
	}

	@Test
	void smoothWavesHaveTheirLengthAndDeviationOne() {
		double squares = 0;
		for (int seed = 0; seed < 200; seed++) {
			float value = Field.smooth(SIDE, 32, new SplittableRandom(seed)).at(50, 70);
			squares += value * value;
		}
		assertThat(squares / 200).isBetween(0.7, 1.4);
		Field waves = Field.smooth(SIDE, 32, new SplittableRandom(1));
		assertThat(difference(waves, 1)).isLessThan(0.1 * difference(waves, 16));
	}

	/**
	 * The mean square of differences of the means of neighbouring blocks.
	 */
	private static double difference(Field field, int block) {
		int blocks = SIDE / block;
		double[] means = new double[blocks * blocks];
		for (int y = 0; y < SIDE; y++) {
			for (int x = 0; x < SIDE; x++) {
				means[y / block * blocks + x / block] += field.at(x, y) / (block * block);
			}
		}
		double sum = 0;
		for (int y = 0; y < blocks; y++) {
			for (int x = 0; x + 1 < blocks; x++) {
				double step = means[y * blocks + x + 1] - means[y * blocks + x];
				sum += step * step;
			}
		}
		return sum / (blocks * (blocks - 1));
	}

}
