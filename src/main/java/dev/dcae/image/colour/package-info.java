/**
 * Conversion of colours to sRGB.
 */
@NullMarked
package dev.dcae.image.colour;

import org.jspecify.annotations.NullMarked;
