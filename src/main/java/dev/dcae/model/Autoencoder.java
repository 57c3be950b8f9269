package dev.dcae.model;

import java.util.List;

/**
 * A model that is served.
 *
 * @param id what requests call it
 * @param config its architecture
 * @param digest SHA-256 of the checkpoint, in hex
 * @param encoderDigest SHA-256 of its encoder, in hex: equal for models whose latents can
 * be exchanged
 * @param precision what it computes in
 * @param devices where its replicas are
 * @param tiling how images that are too large for one piece are cut
 * @param note what the checkpoint says about itself, such as that it is untrained; often
 * empty
 */
public record Autoencoder(String id, AutoencoderConfig config, String digest, String encoderDigest, Precision precision,
		List<String> devices, Tiling tiling, String note) {

	/**
	 * Copies the list.
	 */
	public Autoencoder {
		devices = List.copyOf(devices);
	}

	/**
	 * The scaling that a diffusion pipeline gives its latents.
	 */
	public LatentScaling scaling() {
		return this.config.scaling();
	}

	/**
	 * The pixels of which the sides of an image are multiples.
	 * @param scaled true if its latent is going to be scaled
	 */
	public int multiple(boolean scaled) {
		return this.config.ratio() * (scaled ? scaling().patch() : 1);
	}

}
