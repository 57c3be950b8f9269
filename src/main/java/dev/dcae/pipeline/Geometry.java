package dev.dcae.pipeline;

import dev.dcae.tensor.Shape;

/**
 * The latent that an image of a known size becomes, told before any pixel is decoded.
 *
 * @param latent {@code [c, h, w]}, with all channels, as the encoder makes it
 * @param width of the image that decoding gives back, in pixels
 * @param height of the image that decoding gives back, in pixels
 */
public record Geometry(Shape latent, int width, int height) {
}
