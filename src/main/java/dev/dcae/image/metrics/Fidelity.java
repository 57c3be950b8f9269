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

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

import dev.dcae.image.RgbImage;

/**
 * The nearness of a reconstruction to its image, by the 8-bit values of both.
 *
 * @param mse the mean squared difference, in squared levels
 * @param psnr in dB, infinite for equal images
 * @param ssim the structural similarity, 1 for equal images
 * @param lpips the perceptual distance, 0 for equal images, where a network for it is
 * configured
 */
public record Fidelity(double mse, double psnr, double ssim, OptionalDouble lpips) {

	/**
	 * Measures a reconstruction.
	 * @throws IllegalArgumentException if the sizes differ
	 */
	public static Fidelity of(RgbImage image, RgbImage reconstruction, PerceptualMetric metric) {
		return new Fidelity(ImageMetrics.mse(image, reconstruction), ImageMetrics.psnr(image, reconstruction),
				ImageMetrics.ssim(image, reconstruction), metric.between(image, reconstruction));
	}

	/**
	 * These measures with a perceptual distance.
	 */
	public Fidelity with(OptionalDouble distance) {
		return new Fidelity(this.mse, this.psnr, this.ssim, distance);
	}

	/**
	 * The mean of each measure over several images, as those who publish figures of
	 * autoencoders take it: PSNR is averaged in dB.
	 * @param each at least one; all with a perceptual distance or none
	 */
	public static Fidelity mean(List<Fidelity> each) {
		boolean perceptual = each.stream().allMatch((one) -> one.lpips().isPresent());
		return new Fidelity(mean(each, Fidelity::mse), mean(each, Fidelity::psnr), mean(each, Fidelity::ssim),
				perceptual ? OptionalDouble.of(mean(each, (one) -> one.lpips().getAsDouble()))
						: OptionalDouble.empty());
	}

	private static double mean(List<Fidelity> each, ToDoubleFunction<Fidelity> measure) {
		return each.stream().mapToDouble(measure).average().orElseThrow();
	}

}
