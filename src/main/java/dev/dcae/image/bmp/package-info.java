/**
 * BMP, which is read and not written.
 */
@NullMarked
package dev.dcae.image.bmp;

import org.jspecify.annotations.NullMarked;
