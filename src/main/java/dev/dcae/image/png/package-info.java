/**
 * PNG.
 */
@NullMarked
package dev.dcae.image.png;

import org.jspecify.annotations.NullMarked;
