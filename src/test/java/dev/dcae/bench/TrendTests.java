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
package dev.dcae.bench;

import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class TrendTests {

	private static final int SAMPLES = 120;

	private static final int SERIES = 200;

	@Test
	void aLineIsItsSlope() {
		Trend trend = Trend.of(times(), values(0.25, 0, new Random(1)));
		assertThat(trend.slope()).isCloseTo(0.25, within(1e-9));
		assertThat(trend.lower()).isCloseTo(0.25, within(1e-9));
		assertThat(trend.upper()).isCloseTo(0.25, within(1e-9));
	}

	@Test
	void aConstantIsFlat() {
		Trend trend = Trend.of(times(), values(0, 0, new Random(1)));
		assertThat(trend).isEqualTo(new Trend(0, 0, 0));
	}

	@Test
	void aFewOutliersDoNotTurnIt() {
		double[] values = values(0.25, 0, new Random(1));
		values[100] += 1000;
		values[110] += 1000;
		assertThat(Trend.of(times(), values).slope()).isCloseTo(0.25, within(1e-3));
	}

	/**
	 * Noise that is correlated in time looks like a slope; the interval is wide enough
	 * for it, as 95 % promise, but for the little that such a bootstrap lacks.
	 */
	@Test
	void theIntervalHoldsTheSlopeUnderCorrelatedNoise() {
		int held = 0;
		Random random = new Random(1);
		for (int i = 0; i < SERIES; i++) {
			Trend trend = Trend.of(times(), values(0.25, 1, random));
			held += (trend.lower() <= 0.25 && 0.25 <= trend.upper()) ? 1 : 0;
		}
		System.out.printf("%d of %d intervals held the slope%n", held, SERIES);
		assertThat(held).isGreaterThan(SERIES * 85 / 100);
	}

	@Test
	void aSlopeIsToldFromNoise() {
		Random random = new Random(1);
		for (int i = 0; i < SERIES; i++) {
			assertThat(Trend.of(times(), values(2, 1, random)).lower()).isPositive();
		}
	}

	@Test
	void threeValuesAreTooFew() {
		assertThatIllegalArgumentException().isThrownBy(() -> Trend.of(new double[3], new double[3]));
		assertThatIllegalArgumentException().isThrownBy(() -> Trend.of(new double[5], new double[4]));
	}

	/**
	 * Ten minutes.
	 */
	private static double[] times() {
		double[] times = new double[SAMPLES];
		for (int i = 0; i < SAMPLES; i++) {
			times[i] = i / 12.0;
		}
		return times;
	}

	/**
	 * A line, and noise each of whose values keeps six tenths of the one before.
	 */
	private static double[] values(double slope, double noise, Random random) {
		double[] times = times();
		double[] values = new double[SAMPLES];
		double rest = 0;
		for (int i = 0; i < SAMPLES; i++) {
			rest = 0.6 * rest + noise * random.nextGaussian();
			values[i] = 100 + slope * times[i] + rest;
		}
		return values;
	}

}
