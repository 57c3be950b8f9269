/**
 * Parts that several formats are read and written with.
 */
@NullMarked
package dev.dcae.image.codec;

import org.jspecify.annotations.NullMarked;
