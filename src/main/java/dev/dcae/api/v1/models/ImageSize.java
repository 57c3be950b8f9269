package dev.dcae.api.v1.models;

import java.util.List;

import dev.dcae.model.AutoencoderConfig;

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
	List<Long> latentShape(AutoencoderConfig config) {
		return List.of(1L, (long) config.latentChannels(), (long) Math.ceilDiv(this.height, config.ratio()),
				(long) Math.ceilDiv(this.width, config.ratio()));
	}

}
