/**
 * Images: uint8 RGB pixels, and the contract of the file formats that they are read from
 * and written to, each of which has a package of its own. Files come from strangers:
 * sizes are checked before any pixel is decoded, and every failure is an
 * {@link dev.dcae.image.ImageException}. Knows nobody.
 */
@NullMarked
package dev.dcae.image;

import org.jspecify.annotations.NullMarked;
