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

import java.util.random.RandomGenerator;

/**
 * A random number for every pixel of a square.
 *
 * @param side in pixels
 * @param values [side, side], row-major
 */
@SuppressWarnings("ArrayRecordComponent")
record Field(int side, float[] values) {

	/**
	 * The standard deviation between the nodes of a cubic B-spline whose coefficients
	 * have one of 1: {@code 151/315}, the sum of its squared weights, on average.
	 */
	private static final double SPLINE_DEVIATION = 151.0 / 315;

	/**
	 * Waves of about one length, with mean 0 and deviation 1 over many patches.
	 * @param wavelength in pixels
	 */
	static Field smooth(int side, double wavelength, RandomGenerator random) {
		Field field = new Field(side, new float[side * side]);
		field.add(wavelength, 1, random);
		return field;
	}

	/**
	 * Noise whose amplitude falls with the frequency f as {@code 1/f^exponent}, with mean
	 * 0 and deviation 1 in this patch. An octave of a plane has as much power as
	 * {@code f²·f^(-2·exponent)}, so one at a wavelength w is given the amplitude
	 * {@code w^(exponent - 1)}. Photographs have about 1.
	 */
	static Field natural(int side, double exponent, RandomGenerator random) {
		Field field = new Field(side, new float[side * side]);
		for (double wavelength = 2 * side; wavelength > 0.5; wavelength /= 2) {
			field.add(wavelength, Math.pow(wavelength, exponent - 1), random);
		}
		field.normalise();
		return field;
	}

	float at(int x, int y) {
		return this.values[y * this.side + x];
	}

	private void add(double wavelength, double amplitude, RandomGenerator random) {
		// Nodes half a wavelength apart; from two pixels on, every pixel is one.
		double distance = wavelength / 2;
		if (distance <= 1) {
			for (int i = 0; i < this.values.length; i++) {
				this.values[i] += (float) (amplitude * random.nextGaussian());
			}
			return;
		}
		Spline columns = Spline.of(this.side, distance, random.nextDouble());
		Spline rows = Spline.of(this.side, distance, random.nextDouble());
		float[] lines = new float[rows.nodes * this.side];
		float[] nodes = new float[columns.nodes];
		for (int row = 0; row < rows.nodes; row++) {
			for (int i = 0; i < nodes.length; i++) {
				nodes[i] = (float) (amplitude / SPLINE_DEVIATION * random.nextGaussian());
			}
			for (int x = 0; x < this.side; x++) {
				lines[row * this.side + x] = columns.between(nodes, 0, 1, x);
			}
		}
		for (int y = 0; y < this.side; y++) {
			for (int x = 0; x < this.side; x++) {
				this.values[y * this.side + x] += rows.between(lines, x, this.side, y);
			}
		}
	}

	private void normalise() {
		double sum = 0;
		double squares = 0;
		for (float value : this.values) {
			sum += value;
			squares += (double) value * value;
		}
		double mean = sum / this.values.length;
		double deviation = Math.sqrt(Math.max(squares / this.values.length - mean * mean, 1e-12));
		for (int i = 0; i < this.values.length; i++) {
			this.values[i] = (float) ((this.values[i] - mean) / deviation);
		}
	}

	/**
	 * Cubic B-splines along a line of pixels: for each pixel the first of the four nodes
	 * that it sees, and their weights.
	 */
	@SuppressWarnings("ArrayRecordComponent")
	private record Spline(int nodes, int[] first, float[] weights) {

		static Spline of(int pixels, double distance, double offset) {
			int[] first = new int[pixels];
			float[] weights = new float[4 * pixels];
			for (int i = 0; i < pixels; i++) {
				double place = i / distance + offset;
				first[i] = (int) place;
				double t = place - first[i];
				weights[4 * i] = (float) ((1 - t) * (1 - t) * (1 - t) / 6);
				weights[4 * i + 1] = (float) ((3 * t * t * t - 6 * t * t + 4) / 6);
				weights[4 * i + 2] = (float) ((-3 * t * t * t + 3 * t * t + 3 * t + 1) / 6);
				weights[4 * i + 3] = (float) (t * t * t / 6);
			}
			return new Spline(first[pixels - 1] + 4, first, weights);
		}

		float between(float[] values, int start, int step, int pixel) {
			int at = start + this.first[pixel] * step;
			int weight = 4 * pixel;
			return this.weights[weight] * values[at] + this.weights[weight + 1] * values[at + step]
					+ this.weights[weight + 2] * values[at + 2 * step]
					+ this.weights[weight + 3] * values[at + 3 * step];
		}

	}

}
