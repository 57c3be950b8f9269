package dev.dcae.pipeline;

import java.util.OptionalDouble;

import dev.dcae.image.ImageMetrics;
import dev.dcae.image.RgbImage;

/**
 * How close a picture is to its original.
 *
 * @param mse mean squared difference of the 8-bit values
 * @param psnr in dB; infinite for equal pictures
 * @param ssim -1 to 1, and 1 for equal pictures
 * @param perceptual the distance by a network, where there is one
 */
public record Fidelity(double mse, double psnr, double ssim, OptionalDouble perceptual) {

	/**
	 * Measures.
	 * @throws IllegalArgumentException if the sizes differ
	 */
	static Fidelity of(RgbImage original, RgbImage image, PerceptualMetric metric) {
		return new Fidelity(ImageMetrics.mse(original, image), ImageMetrics.psnr(original, image),
				ImageMetrics.ssim(original, image), metric.between(original, image));
	}

}
