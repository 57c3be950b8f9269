package dev.dcae.pipeline;

import dev.dcae.image.RgbImage;

/**
 * A latent's image.
 *
 * @param retriedInFp32 whether half precision overflowed and float32 did not
 * @param tiled whether it was made in tiles, which is near the result of one piece but
 * not equal to it
 */
public record Decoded(RgbImage image, boolean retriedInFp32, boolean tiled) {
}
