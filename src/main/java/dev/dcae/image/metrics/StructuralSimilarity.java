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
package dev.dcae.image.metrics;

import java.util.Arrays;

import dev.dcae.image.Interruption;
import dev.dcae.image.RgbImage;

/**
 * SSIM of one channel: means, variances and the covariance under an 11 x 11 Gaussian
 * window of sigma 1.5, at every place where the window fits. In an image that is narrower
 * or lower, the window's outer columns or rows are left off.
 */
final class StructuralSimilarity {

	private static final int WINDOW = 11;

	private static final double SIGMA = 1.5;

	private static final double C1 = (0.01 * 255) * (0.01 * 255);

	private static final double C2 = (0.03 * 255) * (0.03 * 255);

	private final int width;

	private final double[] across;

	private final double[] down;

	private StructuralSimilarity(int width, int height) {
		this.width = width;
		this.across = gaussian(Math.min(WINDOW, width));
		this.down = gaussian(Math.min(WINDOW, height));
	}

	static double of(RgbImage one, RgbImage other, int channel) {
		return new StructuralSimilarity(one.width(), one.height()).mean(one, other, channel);
	}

	/**
	 * The window is separable. A ring of rows, filtered across, is kept and combined
	 * downwards.
	 */
	private double mean(RgbImage one, RgbImage other, int channel) {
		int columns = this.width - this.across.length + 1;
		int rows = one.height() - this.down.length + 1;
		double[][] ring = new double[this.down.length][];
		double[] moments = new double[5 * columns];
		double sum = 0;
		for (int y = 0; y < one.height(); y++) {
			Interruption.check();
			ring[y % ring.length] = filterAcross(one.pixels(), other.pixels(), y, channel, columns);
			int top = y - ring.length + 1;
			if (top >= 0) {
				Arrays.fill(moments, 0);
				for (int k = 0; k < ring.length; k++) {
					double[] row = ring[(top + k) % ring.length];
					for (int i = 0; i < moments.length; i++) {
						moments[i] += this.down[k] * row[i];
					}
				}
				sum += sumOfRow(moments);
			}
		}
		return sum / ((double) columns * rows);
	}

	/**
	 * The weighted means of a, b, a^2, b^2 and ab around each column.
	 */
	private double[] filterAcross(byte[] one, byte[] other, int y, int channel, int columns) {
		double[] filtered = new double[5 * columns];
		for (int x = 0; x < columns; x++) {
			int at = 3 * (y * this.width + x) + channel;
			for (double weight : this.across) {
				int a = one[at] & 0xff;
				int b = other[at] & 0xff;
				filtered[5 * x] += weight * a;
				filtered[5 * x + 1] += weight * b;
				filtered[5 * x + 2] += weight * (a * a);
				filtered[5 * x + 3] += weight * (b * b);
				filtered[5 * x + 4] += weight * (a * b);
				at += 3;
			}
		}
		return filtered;
	}

	private static double sumOfRow(double[] moments) {
		double sum = 0;
		for (int i = 0; i < moments.length; i += 5) {
			double meanA = moments[i];
			double meanB = moments[i + 1];
			double varianceA = moments[i + 2] - meanA * meanA;
			double varianceB = moments[i + 3] - meanB * meanB;
			double covariance = moments[i + 4] - meanA * meanB;
			sum += (2 * meanA * meanB + C1) * (2 * covariance + C2)
					/ ((meanA * meanA + meanB * meanB + C1) * (varianceA + varianceB + C2));
		}
		return sum;
	}

	private static double[] gaussian(int length) {
		double[] weights = new double[length];
		Arrays.setAll(weights, (i) -> {
			double distance = i - (length - 1) / 2.0;
			return Math.exp(-distance * distance / (2 * SIGMA * SIGMA));
		});
		double sum = Arrays.stream(weights).sum();
		Arrays.setAll(weights, (i) -> weights[i] / sum);
		return weights;
	}

}
