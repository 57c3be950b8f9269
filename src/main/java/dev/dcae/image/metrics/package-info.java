/**
 * Measures of how far two images are apart.
 */
@NullMarked
package dev.dcae.image.metrics;

import org.jspecify.annotations.NullMarked;
