package dev.dcae.pipeline;

import dev.dcae.model.Autoencoder;

/**
 * Asks for the image of a latent.
 *
 * @param force true to decode it even if it says that another encoder made it
 */
public record DecodeRequest(Autoencoder model, Latent latent, boolean force, WhenToTile tile) {

	/**
	 * Asks for the image of a latent of the model's own encoder, in one piece where it
	 * fits.
	 */
	public DecodeRequest(Autoencoder model, Latent latent) {
		this(model, latent, false, WhenToTile.AUTO);
	}

}
