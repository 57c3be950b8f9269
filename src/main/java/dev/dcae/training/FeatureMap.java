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
package dev.dcae.training;

import java.util.List;

import dev.dcae.image.RgbImage;

/**
 * A map of features while a linear start is fitted.
 *
 * @param channels of each cell
 * @param height in cells
 * @param width in cells
 * @param values by cell in row-major order, then by channel
 */
record FeatureMap(int channels, int height, int width, float[] values) {

	/**
	 * More samples of a level would not change its components much.
	 */
	static final int SAMPLES = 40_000;

	/**
	 * The pixels of an image, in [-1, 1].
	 */
	static FeatureMap of(RgbImage image) {
		byte[] pixels = image.pixels();
		float[] values = new float[pixels.length];
		for (int i = 0; i < values.length; i++) {
			values[i] = (pixels[i] & 0xff) / 127.5f - 1;
		}
		return new FeatureMap(3, image.height(), image.width(), values);
	}

	/**
	 * The features of each 2 × 2 cells, evenly taken from all maps: channel · 4 + y · 2 +
	 * x, as pixel unshuffle orders them.
	 */
	static double[][] blocks(List<FeatureMap> maps) {
		int each = maps.getFirst().height / 2 * (maps.getFirst().width / 2);
		int count = Math.min(SAMPLES, each * maps.size());
		double[][] blocks = new double[count][];
		for (int i = 0; i < count; i++) {
			long index = (long) each * maps.size() * i / count;
			FeatureMap map = maps.get((int) (index / each));
			blocks[i] = map.block((int) (index % each));
		}
		return blocks;
	}

	private double[] block(int index) {
		int y = index / (this.width / 2) * 2;
		int x = index % (this.width / 2) * 2;
		double[] block = new double[4 * this.channels];
		for (int part = 0; part < 4; part++) {
			int cell = (y + part / 2) * this.width + x + part % 2;
			for (int c = 0; c < this.channels; c++) {
				block[4 * c + part] = this.values[cell * this.channels + c];
			}
		}
		return block;
	}

	/**
	 * The map of half the size whose channels are products with the rows of a matrix.
	 */
	FeatureMap transformed(double[][] rows, double scale) {
		int cells = this.height / 2 * (this.width / 2);
		float[] transformed = new float[cells * rows.length];
		for (int cell = 0; cell < cells; cell++) {
			double[] block = block(cell);
			for (int k = 0; k < rows.length; k++) {
				double sum = 0;
				for (int v = 0; v < block.length; v++) {
					sum += rows[k][v] * block[v];
				}
				transformed[cell * rows.length + k] = (float) (scale * sum);
			}
		}
		return new FeatureMap(rows.length, this.height / 2, this.width / 2, transformed);
	}

	/**
	 * The root of the mean square of each channel over all maps, never 0.
	 */
	static double[] rms(List<FeatureMap> maps) {
		double[] sums = new double[maps.getFirst().channels];
		long cells = 0;
		for (FeatureMap map : maps) {
			for (int i = 0; i < map.values.length; i++) {
				sums[i % sums.length] += (double) map.values[i] * map.values[i];
			}
			cells += (long) map.height * map.width;
		}
		for (int c = 0; c < sums.length; c++) {
			sums[c] = Math.sqrt(sums[c] / cells) + 1e-6;
		}
		return sums;
	}

	/**
	 * The 3 × 3 cells around one, zero beyond the border: tap · channels + channel.
	 */
	double[] around(int cell) {
		double[] around = new double[9 * this.channels];
		for (int tap = 0; tap < 9; tap++) {
			int y = cell / this.width + tap / 3 - 1;
			int x = cell % this.width + tap % 3 - 1;
			if (y >= 0 && y < this.height && x >= 0 && x < this.width) {
				for (int c = 0; c < this.channels; c++) {
					around[tap * this.channels + c] = this.values[(y * this.width + x) * this.channels + c];
				}
			}
		}
		return around;
	}

	/**
	 * The map with each channel divided.
	 */
	FeatureMap divided(double[] divisors) {
		float[] divided = new float[this.values.length];
		for (int i = 0; i < divided.length; i++) {
			divided[i] = (float) (this.values[i] / divisors[i % this.channels]);
		}
		return new FeatureMap(this.channels, this.height, this.width, divided);
	}

	/**
	 * The map's first channels.
	 */
	FeatureMap first(int count) {
		float[] first = new float[this.height * this.width * count];
		for (int i = 0; i < first.length; i++) {
			first[i] = this.values[i / count * this.channels + i % count];
		}
		return new FeatureMap(count, this.height, this.width, first);
	}

}
