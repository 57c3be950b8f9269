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
package dev.dcae.dataset;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.dcae.tensor.DType;
import dev.dcae.tensor.Safetensors;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;

/**
 * The mean and the spread of each channel of many latents, in a form that two of them are
 * added in: Chan, Golub and LeVeque, "Updating Formulae and a Pairwise Algorithm for
 * Computing Sample Variances" (1979).
 *
 * @param latents that were counted
 * @param count values of each channel
 * @param mean of each channel
 * @param squares for each channel the sum of the squared distances from its mean
 */
@SuppressWarnings("ArrayRecordComponent")
public record ChannelStats(long latents, long count, double[] mean, double[] squares) {

	/**
	 * Nothing yet, of as many channels as will come.
	 */
	public static final ChannelStats NONE = new ChannelStats(0, 0, new double[0], new double[0]);

	/**
	 * One latent.
	 * @param latent {@code [c, h, w]}, a float tensor
	 */
	public static ChannelStats of(Tensor latent) {
		float[] values = latent.toFloats();
		int channels = (int) latent.shape().size(0);
		int area = values.length / channels;
		double[] mean = new double[channels];
		double[] squares = new double[channels];
		for (int channel = 0; channel < channels; channel++) {
			double sum = 0;
			for (int i = channel * area; i < (channel + 1) * area; i++) {
				sum += values[i];
			}
			mean[channel] = sum / area;
			double square = 0;
			for (int i = channel * area; i < (channel + 1) * area; i++) {
				double off = values[i] - mean[channel];
				square += off * off;
			}
			squares[channel] = square;
		}
		return new ChannelStats(1, area, mean, squares);
	}

	/**
	 * Both together.
	 * @throws IllegalArgumentException if they have not as many channels
	 */
	public ChannelStats plus(ChannelStats other) {
		if (this.count == 0 || other.count == 0) {
			return (this.count == 0) ? other : this;
		}
		if (this.mean.length != other.mean.length) {
			throw new IllegalArgumentException(
					"Latents of %d and of %d channels".formatted(this.mean.length, other.mean.length));
		}
		long all = this.count + other.count;
		double[] means = new double[this.mean.length];
		double[] sums = new double[this.mean.length];
		for (int i = 0; i < means.length; i++) {
			double apart = other.mean[i] - this.mean[i];
			means[i] = this.mean[i] + apart * other.count / all;
			sums[i] = this.squares[i] + other.squares[i] + apart * apart * this.count * other.count / all;
		}
		return new ChannelStats(this.latents + other.latents, all, means, sums);
	}

	/**
	 * A safetensors file: float64 {@code mean}, {@code std} and {@code squares}
	 * {@code [c]}, int64 {@code count} and {@code latents} {@code [1]}. The deviation is
	 * that of the values, over their count; others are added by {@code mean},
	 * {@code squares} and {@code count}.
	 */
	public byte[] toSafetensors(Map<String, String> metadata) {
		Map<String, Tensor> tensors = new LinkedHashMap<>();
		tensors.put("mean", doubles(this.mean));
		tensors.put("std", doubles(Arrays.stream(this.squares).map((sum) -> Math.sqrt(sum / this.count)).toArray()));
		tensors.put("squares", doubles(this.squares));
		tensors.put("count", number(this.count));
		tensors.put("latents", number(this.latents));
		return Safetensors.toBytes(tensors, metadata);
	}

	private static Tensor doubles(double[] values) {
		long[] bits = Arrays.stream(values).mapToLong(Double::doubleToRawLongBits).toArray();
		return Tensor.ofLongs(DType.F64, new Shape(values.length), bits);
	}

	private static Tensor number(long value) {
		return Tensor.ofLongs(DType.I64, new Shape(1), value);
	}

}
