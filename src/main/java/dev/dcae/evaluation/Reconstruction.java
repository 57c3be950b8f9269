package dev.dcae.evaluation;

import dev.dcae.image.RgbImage;
import dev.dcae.image.metrics.Fidelity;
import dev.dcae.image.metrics.PerceptualMetric;

/**
 * What a codec made of a picture, to be looked at.
 */
public record Reconstruction(RgbImage picture, Measurement measurement) {

	/**
	 * Sends a picture through a codec and measures what comes back.
	 * @param picture with sides that are multiples of the codec's ratio
	 * @param perceptual for LPIPS
	 * @throws RuntimeException if the codec or the network cannot do it, saying why
	 */
	public static Reconstruction of(RgbImage picture, PictureCodec codec, PerceptualMetric perceptual) {
		RgbImage reconstructed = codec.reconstruct(picture);
		return new Reconstruction(reconstructed, new Measurement(codec.name(),
				codec.rate(picture.width(), picture.height()), Fidelity.of(picture, reconstructed, perceptual)));
	}

}
