/**
 * Contact sheets: images side by side, with words beside them.
 */
@NullMarked
package dev.dcae.image.sheet;

import org.jspecify.annotations.NullMarked;
