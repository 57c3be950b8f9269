/**
 * GIF, which is read and not written.
 */
@NullMarked
package dev.dcae.image.gif;

import org.jspecify.annotations.NullMarked;
