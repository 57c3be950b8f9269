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
		Coded coded = codec.code(image);
		return new Reconstruction(coded.image(), new Measurement(codec.name(), coded.rate(),
				Fidelity.of(image, coded.image(), perceptual), coded.encoding(), coded.decoding()));
	}

}
