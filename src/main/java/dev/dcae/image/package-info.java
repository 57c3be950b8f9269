/**
 * Images: uint8 RGB pixels, reading and writing PNG, JPEG and WebP, and how far two
 * pictures are apart. Files come from strangers: sizes are checked before any pixel is
 * decoded, and every failure is an {@link dev.dcae.image.ImageException}. Knows nobody.
 */
@NullMarked
package dev.dcae.image;

import org.jspecify.annotations.NullMarked;
