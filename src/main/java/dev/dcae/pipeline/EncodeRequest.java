package dev.dcae.pipeline;

import java.util.OptionalLong;

import dev.dcae.image.RgbImage;
import dev.dcae.model.Autoencoder;

/**
 * Asks for the latent of an image.
 *
 * @param fit what to do if its sides are not multiples of the model's ratio
 * @param scaled true to scale the latent as the model's diffusion pipelines do
 * @param seed of a sample of the latent's distribution; without one its mean is taken
 */
public record EncodeRequest(Autoencoder model, RgbImage image, Fit fit, boolean scaled, OptionalLong seed,
		WhenToTile tile) {

	/**
	 * Asks for the latent as the encoder makes it, in one piece where it fits.
	 */
	public EncodeRequest(Autoencoder model, RgbImage image, Fit fit) {
		this(model, image, fit, false, OptionalLong.empty(), WhenToTile.AUTO);
	}

}
