package dev.dcae.evaluation;

import dev.dcae.image.RgbImage;
import dev.dcae.image.metrics.Fidelity;
import dev.dcae.image.metrics.PerceptualMetric;

/**
 * An image after a codec, to be looked at.
 */
public record Reconstruction(RgbImage image, Measurement measurement) {

	/**
	 * Sends an image through a codec and measures what comes back.
	 * @param image with sides that are multiples of the codec's ratio
	 * @param perceptual for LPIPS
	 * @throws RuntimeException if the codec or the network cannot do it, saying why
	 */
	public static Reconstruction of(RgbImage image, ImageCodec codec, PerceptualMetric perceptual) {
		RgbImage reconstructed = codec.reconstruct(image);
		return new Reconstruction(reconstructed, new Measurement(codec.name(),
				codec.rate(image.width(), image.height()), Fidelity.of(image, reconstructed, perceptual)));
	}

}
