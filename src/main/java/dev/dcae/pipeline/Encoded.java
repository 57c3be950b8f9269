package dev.dcae.pipeline;

/**
 * An image's latent.
 *
 * @param latent of shape {@code [1, c, h, w]}, float32, with all that it knows about
 * itself
 * @param retriedInFp32 whether half precision overflowed and float32 did not
 * @param tiled whether it was made in tiles, which is near the result of one piece but
 * not equal to it
 */
public record Encoded(Latent latent, boolean retriedInFp32, boolean tiled) {
}
