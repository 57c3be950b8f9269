package dev.dcae.api.v1.codec;

import java.util.OptionalLong;

import dev.dcae.model.Autoencoder;
import dev.dcae.pipeline.Channels;
import dev.dcae.pipeline.Fit;
import dev.dcae.tensor.DType;

/**
 * The latents that a client wants.
 *
 * @param model that makes them
 * @param fit of images whose sides are not multiples of the ratio
 * @param scaled true to multiply them by the model's scaling factor
 * @param seed of samples of their distributions, the same for each; without one they are
 * its means
 * @param channels of them that are kept
 * @param dtype that their values are rounded to
 */
record LatentOptions(Autoencoder model, Fit fit, boolean scaled, OptionalLong seed, Channels channels, DType dtype) {
}
