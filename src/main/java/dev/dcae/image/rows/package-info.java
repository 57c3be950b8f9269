/**
 * Images that are read and written row by row, so that nobody need hold all of one.
 */
@NullMarked
package dev.dcae.image.rows;

import org.jspecify.annotations.NullMarked;
