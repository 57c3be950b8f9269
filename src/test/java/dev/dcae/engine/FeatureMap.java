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
package dev.dcae.engine;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * A feature map in double precision and the operations on it, each as its definition says
 * and no faster.
 *
 * @param values {@code channels × height × width}, row-major
 */
record FeatureMap(int channels, int height, int width, double[] values) {

	FeatureMap(int channels, int height, int width) {
		this(channels, height, width, new double[channels * height * width]);
	}

	/**
	 * A convolution's weight.
	 *
	 * @param values {@code out × in × size × size}, row-major
	 * @param bias one value an output channel
	 */
	record Kernel(int out, int in, int size, double[] values, double @Nullable [] bias) {
	}

	int area() {
		return this.height * this.width;
	}

	double at(int c, int y, int x) {
		return this.values[(c * this.height + y) * this.width + x];
	}

	void set(int c, int y, int x, double value) {
		this.values[(c * this.height + y) * this.width + x] = value;
	}

	/**
	 * Cross-correlation with zero padding of half the kernel.
	 */
	FeatureMap conv(Kernel kernel, int stride, int groups) {
		return conv(kernel, stride, groups, kernel.size() / 2);
	}

	FeatureMap conv(Kernel kernel, int stride, int groups, int pad) {
		FeatureMap out = new FeatureMap(kernel.out(), (this.height + 2 * pad - kernel.size()) / stride + 1,
				(this.width + 2 * pad - kernel.size()) / stride + 1);
		for (int o = 0; o < out.channels; o++) {
			int first = o / (kernel.out() / groups) * kernel.in();
			for (int y = 0; y < out.height; y++) {
				for (int x = 0; x < out.width; x++) {
					double sum = (kernel.bias() != null) ? kernel.bias()[o] : 0;
					for (int i = 0; i < kernel.in(); i++) {
						for (int ky = 0; ky < kernel.size(); ky++) {
							for (int kx = 0; kx < kernel.size(); kx++) {
								double weight = kernel
									.values()[((o * kernel.in() + i) * kernel.size() + ky) * kernel.size() + kx];
								sum += weight * padded(first + i, y * stride + ky - pad, x * stride + kx - pad);
							}
						}
					}
					out.set(o, y, x, sum);
				}
			}
		}
		return out;
	}

	private double padded(int c, int y, int x) {
		return (y >= 0 && y < this.height && x >= 0 && x < this.width) ? at(c, y, x) : 0;
	}

	/**
	 * This map with a column and a row of zeros more.
	 */
	FeatureMap padRightAndBottom() {
		FeatureMap out = new FeatureMap(this.channels, this.height + 1, this.width + 1);
		for (int c = 0; c < this.channels; c++) {
			for (int y = 0; y < this.height; y++) {
				for (int x = 0; x < this.width; x++) {
					out.set(c, y, x, at(c, y, x));
				}
			}
		}
		return out;
	}

	FeatureMap apply(DoubleUnaryOperator function) {
		return new FeatureMap(this.channels, this.height, this.width,
				Arrays.stream(this.values).map(function).toArray());
	}

	FeatureMap plus(FeatureMap other) {
		FeatureMap sum = new FeatureMap(this.channels, this.height, this.width);
		Arrays.setAll(sum.values, (i) -> this.values[i] + other.values[i]);
		return sum;
	}

	FeatureMap times(FeatureMap other) {
		FeatureMap product = new FeatureMap(this.channels, this.height, this.width);
		Arrays.setAll(product.values, (i) -> this.values[i] * other.values[i]);
		return product;
	}

	FeatureMap slice(int from, int to) {
		return new FeatureMap(to - from, this.height, this.width,
				Arrays.copyOfRange(this.values, from * area(), to * area()));
	}

	static FeatureMap concat(FeatureMap... maps) {
		int channels = Arrays.stream(maps).mapToInt(FeatureMap::channels).sum();
		return new FeatureMap(channels, maps[0].height, maps[0].width,
				Arrays.stream(maps).flatMapToDouble((map) -> Arrays.stream(map.values)).toArray());
	}

	/**
	 * {@code out[c·4 + dy·2 + dx, y, x] = in[c, 2y + dy, 2x + dx]}.
	 */
	FeatureMap pixelUnshuffle() {
		FeatureMap out = new FeatureMap(this.channels * 4, this.height / 2, this.width / 2);
		for (int c = 0; c < this.channels; c++) {
			for (int y = 0; y < this.height; y++) {
				for (int x = 0; x < this.width; x++) {
					out.set(c * 4 + y % 2 * 2 + x % 2, y / 2, x / 2, at(c, y, x));
				}
			}
		}
		return out;
	}

	/**
	 * The inverse.
	 */
	FeatureMap pixelShuffle() {
		FeatureMap out = new FeatureMap(this.channels / 4, this.height * 2, this.width * 2);
		for (int c = 0; c < out.channels; c++) {
			for (int y = 0; y < out.height; y++) {
				for (int x = 0; x < out.width; x++) {
					out.set(c, y, x, at(c * 4 + y % 2 * 2 + x % 2, y / 2, x / 2));
				}
			}
		}
		return out;
	}

	FeatureMap nearestTwice() {
		FeatureMap out = new FeatureMap(this.channels, this.height * 2, this.width * 2);
		for (int c = 0; c < out.channels; c++) {
			for (int y = 0; y < out.height; y++) {
				for (int x = 0; x < out.width; x++) {
					out.set(c, y, x, at(c, y / 2, x / 2));
				}
			}
		}
		return out;
	}

	/**
	 * Channel {@code o} is the mean of the group of channels that starts at {@code o·g}.
	 */
	FeatureMap channelMean(int count) {
		int group = this.channels / count;
		FeatureMap out = new FeatureMap(count, this.height, this.width);
		for (int o = 0; o < count; o++) {
			for (int p = 0; p < area(); p++) {
				double sum = 0;
				for (int i = 0; i < group; i++) {
					sum += this.values[(o * group + i) * area() + p];
				}
				out.values[o * area() + p] = sum / group;
			}
		}
		return out;
	}

	/**
	 * Each channel several times in a row.
	 */
	FeatureMap channelRepeat(int times) {
		FeatureMap out = new FeatureMap(this.channels * times, this.height, this.width);
		Arrays.setAll(out.values, (i) -> this.values[i / area() / times * area() + i % area()]);
		return out;
	}

	/**
	 * Over the channels of each pixel.
	 */
	FeatureMap rmsNorm(double[] weight, double[] bias) {
		FeatureMap out = new FeatureMap(this.channels, this.height, this.width);
		for (int p = 0; p < area(); p++) {
			double squares = 0;
			for (int c = 0; c < this.channels; c++) {
				squares += this.values[c * area() + p] * this.values[c * area() + p];
			}
			double root = Math.sqrt(squares / this.channels + 1e-5);
			for (int c = 0; c < this.channels; c++) {
				out.values[c * area() + p] = this.values[c * area() + p] / root * weight[c] + bias[c];
			}
		}
		return out;
	}

	FeatureMap batchNorm(double[] mean, double[] variance, double[] weight, double[] bias) {
		FeatureMap out = new FeatureMap(this.channels, this.height, this.width);
		Arrays.setAll(out.values, (i) -> {
			int c = i / area();
			return (this.values[i] - mean[c]) / Math.sqrt(variance[c] + 1e-5) * weight[c] + bias[c];
		});
		return out;
	}

	/**
	 * Over consecutive channels and all of their pixels.
	 */
	FeatureMap groupNorm(int groups, double[] weight, double[] bias) {
		return groupNorm(groups, 1e-6, weight, bias);
	}

	FeatureMap groupNorm(int groups, double epsilon, double[] weight, double[] bias) {
		FeatureMap out = new FeatureMap(this.channels, this.height, this.width);
		int size = this.channels / groups * area();
		for (int g = 0; g < groups; g++) {
			double[] group = Arrays.copyOfRange(this.values, g * size, (g + 1) * size);
			double mean = Arrays.stream(group).average().orElseThrow();
			double variance = Arrays.stream(group).map((x) -> (x - mean) * (x - mean)).average().orElseThrow();
			for (int i = 0; i < size; i++) {
				int c = (g * size + i) / area();
				out.values[g * size + i] = (group[i] - mean) / Math.sqrt(variance + epsilon) * weight[c] + bias[c];
			}
		}
		return out;
	}

}
