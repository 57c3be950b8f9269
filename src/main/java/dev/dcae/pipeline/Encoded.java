package dev.dcae.pipeline;

/**
 * An image's latent.
 *
 * @param latent of shape {@code [1, c, h, w]}, float32, with all that it knows about
 * itself
 * @param retriedInFp32 whether half precision overflowed and float32 did not
 */
public record Encoded(Latent latent, boolean retriedInFp32) {
}
