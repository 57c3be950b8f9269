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
package dev.dcae.image;

import java.util.Arrays;

/**
 * Resampling with a kernel, stretched when shrinking so that it antialiases. The
 * arithmetic is that of Pillow's {@code Resample.c}: weights rounded to 22 fractional
 * bits, width before height, uint8 in between.
 */
final class Resampler {

	/**
	 * 8 bits are the pixel's, 2 catch the overshoot of the negative lobes.
	 */
	private static final int FRACTION_BITS = 32 - 8 - 2;

	private static final int HALF = 1 << (FRACTION_BITS - 1);

	private Resampler() {
	}

	static RgbImage resizeWidth(RgbImage image, int width, Kernel kernel) {
		byte[] source = image.pixels();
		byte[] target = new byte[RgbImage.bytes(width, image.height())];
		Weights weights = Weights.of(image.width(), width, kernel);
		int at = 0;
		for (int y = 0; y < image.height(); y++) {
			Interruption.check();
			int row = 3 * y * image.width();
			for (int x = 0; x < width; x++) {
				int red = HALF;
				int green = HALF;
				int blue = HALF;
				int from = row + 3 * weights.first[x];
				int[] weight = weights.weight[x];
				for (int k = 0; k < weight.length; k++) {
					red += weight[k] * (source[from + 3 * k] & 0xff);
					green += weight[k] * (source[from + 3 * k + 1] & 0xff);
					blue += weight[k] * (source[from + 3 * k + 2] & 0xff);
				}
				target[at++] = clip(red);
				target[at++] = clip(green);
				target[at++] = clip(blue);
			}
		}
		return new RgbImage(width, image.height(), target);
	}

	static RgbImage resizeHeight(RgbImage image, int height, Kernel kernel) {
		byte[] source = image.pixels();
		byte[] target = new byte[RgbImage.bytes(image.width(), height)];
		Weights weights = Weights.of(image.height(), height, kernel);
		int stride = 3 * image.width();
		int[] sums = new int[stride];
		for (int y = 0; y < height; y++) {
			Interruption.check();
			Arrays.fill(sums, HALF);
			int[] weight = weights.weight[y];
			for (int k = 0; k < weight.length; k++) {
				int row = (weights.first[y] + k) * stride;
				for (int i = 0; i < stride; i++) {
					sums[i] += weight[k] * (source[row + i] & 0xff);
				}
			}
			for (int i = 0; i < stride; i++) {
				target[y * stride + i] = clip(sums[i]);
			}
		}
		return new RgbImage(image.width(), height, target);
	}

	private static byte clip(int sum) {
		return (byte) Math.clamp(sum >> FRACTION_BITS, 0, 255);
	}

	/**
	 * For each target pixel of a line, the first source pixel it sees and the weights of
	 * that one and its successors.
	 */
	@SuppressWarnings("ArrayRecordComponent")
	private record Weights(int[] first, int[][] weight) {

		static Weights of(int source, int target, Kernel kernel) {
			double scale = (double) source / target;
			double stretch = Math.max(scale, 1);
			double support = kernel.radius() * stretch;
			int[] first = new int[target];
			int[][] weight = new int[target][];
			for (int i = 0; i < target; i++) {
				double center = (i + 0.5) * scale;
				first[i] = Math.max((int) (center - support + 0.5), 0);
				int end = Math.min((int) (center + support + 0.5), source);
				weight[i] = normalised(first[i], end, center, stretch, kernel);
			}
			return new Weights(first, weight);
		}

		private static int[] normalised(int first, int end, double center, double stretch, Kernel kernel) {
			double[] exact = new double[end - first];
			double sum = 0;
			for (int k = 0; k < exact.length; k++) {
				exact[k] = kernel.at((k + first - center + 0.5) * (1 / stretch));
				sum += exact[k];
			}
			int[] rounded = new int[exact.length];
			for (int k = 0; k < exact.length; k++) {
				double scaled = exact[k] / sum * (1 << FRACTION_BITS);
				rounded[k] = (int) ((scaled < 0) ? scaled - 0.5 : scaled + 0.5);
			}
			return rounded;
		}

	}

}
