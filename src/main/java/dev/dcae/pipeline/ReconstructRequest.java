package dev.dcae.pipeline;

import dev.dcae.image.RgbImage;
import dev.dcae.model.Autoencoder;

/**
 * Asks for what a model makes of an image and its latent.
 *
 * @param fit what to do if its sides are not multiples of the model's ratio
 * @param channels of the latent that are kept between the two
 */
public record ReconstructRequest(Autoencoder model, RgbImage image, Fit fit, Channels channels, WhenToTile tile) {
}
