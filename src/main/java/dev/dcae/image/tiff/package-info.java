/**
 * TIFF, which is read and not written.
 */
@NullMarked
package dev.dcae.image.tiff;

import org.jspecify.annotations.NullMarked;
