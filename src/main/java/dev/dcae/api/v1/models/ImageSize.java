package dev.dcae.api.v1.models;

import java.util.List;

import dev.dcae.model.Autoencoder;

/**
 * The size of an image that a client thinks of sending.
 *
 * @param width in pixels
 * @param height in pixels
 */
record ImageSize(int width, int height) {

	/**
	 * The shape {@code [1, c, h, w]} of its latent, with {@code fit=pad}.
	 */
	List<Long> latentShape(Autoencoder model) {
		return shape(model.config().latentChannels(), model.multiple(false));
	}

	/**
	 * The shape of its scaled latent, with {@code fit=pad}.
	 */
	List<Long> scaledLatentShape(Autoencoder model) {
		int patch = model.scaling().patch();
		return shape(model.config().latentChannels() * patch * patch, model.multiple(true));
	}

	private List<Long> shape(long channels, int cell) {
		return List.of(1L, channels, (long) Math.ceilDiv(this.height, cell), (long) Math.ceilDiv(this.width, cell));
	}

}
