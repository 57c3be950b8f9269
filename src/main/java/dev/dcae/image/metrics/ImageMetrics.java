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

import dev.dcae.image.RgbImage;

/**
 * The distance of two images of the same size, over the 8-bit values of all three
 * channels.
 */
public final class ImageMetrics {

	private static final double PEAK = 255;

	private ImageMetrics() {
	}

	/**
	 * The mean squared difference, in squared levels: 0 to 65,025.
	 * @throws IllegalArgumentException if the sizes differ
	 */
	public static double mse(RgbImage one, RgbImage other) {
		requireSameSize(one, other);
		byte[] a = one.pixels();
		byte[] b = other.pixels();
		long sum = 0;
		for (int i = 0; i < a.length; i++) {
			int difference = (a[i] & 0xff) - (b[i] & 0xff);
			sum += (long) difference * difference;
		}
		return (double) sum / a.length;
	}

	/**
	 * The peak signal-to-noise ratio {@code 10 log10(255^2 / mse)}, in dB; infinite for
	 * equal images.
	 * @throws IllegalArgumentException if the sizes differ
	 */
	public static double psnr(RgbImage one, RgbImage other) {
		return psnr(mse(one, other));
	}

	/**
	 * The peak signal-to-noise ratio of images with a mean squared difference, in dB.
	 * @param mse in squared levels
	 */
	public static double psnr(double mse) {
		return 10 * Math.log10(PEAK * PEAK / mse);
	}

	/**
	 * The structural similarity of Wang, Bovik, Sheikh and Simoncelli, "Image Quality
	 * Assessment: From Error Visibility to Structural Similarity" (2004): -1 to 1, and 1
	 * for equal images. Computed on R, G and B, not on luma, and averaged, as those who
	 * publish figures of autoencoders do. Windows do not leave the image.
	 * @throws IllegalArgumentException if the sizes differ
	 */
	public static double ssim(RgbImage one, RgbImage other) {
		requireSameSize(one, other);
		double sum = 0;
		for (int channel = 0; channel < 3; channel++) {
			sum += StructuralSimilarity.of(one, other, channel);
		}
		return sum / 3;
	}

	private static void requireSameSize(RgbImage one, RgbImage other) {
		if (one.width() != other.width() || one.height() != other.height()) {
			throw new IllegalArgumentException("Cannot compare " + one + " with " + other);
		}
	}

}
