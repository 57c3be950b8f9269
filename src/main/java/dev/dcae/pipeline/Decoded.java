package dev.dcae.pipeline;

import dev.dcae.image.RgbImage;

/**
 * A latent's image.
 *
 * @param retriedInFp32 whether half precision overflowed and float32 did not
 */
public record Decoded(RgbImage image, boolean retriedInFp32) {
}
