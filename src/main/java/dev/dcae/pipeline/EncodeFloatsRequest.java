package dev.dcae.pipeline;

import java.util.List;

import dev.dcae.model.Autoencoder;
import dev.dcae.tensor.Tensor;

/**
 * Asks for the latents of images that are floats already, in one batch where it fits.
 *
 * @param images float32 [3, H, W] in [-1, 1] each, of one size, whose sides are multiples
 * of the model's ratio
 */
public record EncodeFloatsRequest(Autoencoder model, List<Tensor> images) {

	/**
	 * Copies the list.
	 */
	public EncodeFloatsRequest {
		images = List.copyOf(images);
	}

}
