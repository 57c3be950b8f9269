/**
 * JPEG.
 */
@NullMarked
package dev.dcae.image.jpeg;

import org.jspecify.annotations.NullMarked;
