package dev.dcae.pipeline;

import java.util.List;

import dev.dcae.model.Autoencoder;

/**
 * Asks for the images of latents as floats, in one batch where it fits.
 *
 * @param latents of one shape
 * @param force true to decode them even if they say that another encoder made them
 */
public record DecodeFloatsRequest(Autoencoder model, List<Latent> latents, boolean force, WhenToTile tile) {

	/**
	 * Copies the list.
	 */
	public DecodeFloatsRequest {
		latents = List.copyOf(latents);
	}

	/**
	 * Asks for the images of latents of the model's own encoder, in one piece each where
	 * they fit.
	 */
	public DecodeFloatsRequest(Autoencoder model, List<Latent> latents) {
		this(model, latents, false, WhenToTile.AUTO);
	}

}
