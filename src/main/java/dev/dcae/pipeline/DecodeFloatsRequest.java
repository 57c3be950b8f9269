package dev.dcae.pipeline;

import java.util.List;

import dev.dcae.model.Autoencoder;

/**
 * Asks for the images of latents as floats, in one batch where it fits.
 *
 * @param latents of one shape
 */
public record DecodeFloatsRequest(Autoencoder model, List<Latent> latents) {

	/**
	 * Copies the list.
	 */
	public DecodeFloatsRequest {
		latents = List.copyOf(latents);
	}

}
