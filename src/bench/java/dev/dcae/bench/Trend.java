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

import java.util.Arrays;
import java.util.Random;

/**
 * The slope of a series of measurements, and the interval that holds it with 95 % confidence. The slope is that of Theil
 * and Sen, the median of the slopes of all pairs (P. K. Sen, Estimates of the regression coefficient based on Kendall's
 * tau, 1968), which single outliers do not turn. What is left beside the line is correlated in time, so the interval comes
 * from a bootstrap of moving blocks of it (H. R. Künsch, The jackknife and the bootstrap for general stationary
 * observations, 1989), as the basic interval. With a hundred values it holds the slope nine times in ten, with ten less
 * often.
 *
 * @param slope in units of the values by units of the times
 * @param lower end of the interval
 * @param upper end of the interval
 */
record Trend(double slope, double lower, double upper) {

	private static final int RESAMPLES = 400;

	private static final double TAIL = 0.025;

	/**
	 * Fits a line.
	 * @param times increasing
	 * @param values at those times, at least four
	 */
	static Trend of(double[] times, double[] values) {
		int n = values.length;
		if (n < 4 || times.length != n) {
			throw new IllegalArgumentException("%d values at %d times".formatted(n, times.length));
		}
		double slope = slope(times, values);
		double[] rest = new double[n];
		for (int i = 0; i < n; i++) {
			rest[i] = values[i] - slope * times[i];
		}
		double level = median(rest.clone());
		int block = Math.max(2, (int) Math.round(Math.sqrt(n)));
		// A line fits itself to what it is to be told from: about two blocks' part of the variance is missing beside it.
		double missing = Math.sqrt((double) n / Math.max(1, n - 2 * block));
		Random random = new Random(n);
		double[] slopes = new double[RESAMPLES];
		double[] resampled = new double[n];
		for (int r = 0; r < RESAMPLES; r++) {
			int from = 0;
			for (int i = 0; i < n; i++) {
				if (i % block == 0) {
					from = random.nextInt(n - block + 1);
				}
				resampled[i] = missing * (rest[from + i % block] - level);
			}
			slopes[r] = slope(times, resampled);
		}
		Arrays.sort(slopes);
		int tail = (int) (TAIL * RESAMPLES);
		return new Trend(slope, slope - slopes[RESAMPLES - 1 - tail], slope - slopes[tail]);
	}

	private static double slope(double[] times, double[] values) {
		int n = values.length;
		double[] slopes = new double[n * (n - 1) / 2];
		int count = 0;
		for (int i = 0; i < n; i++) {
			for (int j = i + 1; j < n; j++) {
				slopes[count++] = (values[j] - values[i]) / (times[j] - times[i]);
			}
		}
		return median(slopes);
	}

	/**
	 * Sorts what it is given.
	 */
	static double median(double[] values) {
		Arrays.sort(values);
		int half = values.length / 2;
		return (values.length % 2 == 1) ? values[half] : (values[half - 1] + values[half]) / 2;
	}

}
