package dev.dcae.pipeline;

import dev.dcae.tensor.Shape;

/**
 * What encoding a picture of a known size leads to, before any pixel is decoded.
 *
 * @param latent {@code [c, h, w]}, with all channels
 * @param width of the picture that decoding gives back, in pixels
 * @param height of the picture that decoding gives back, in pixels
 */
public record Geometry(Shape latent, int width, int height) {
}
