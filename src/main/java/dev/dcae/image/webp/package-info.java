/**
 * WebP.
 */
@NullMarked
package dev.dcae.image.webp;

import org.jspecify.annotations.NullMarked;
