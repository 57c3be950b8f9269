/**
 * Data sets encoded in parts. The work is cut into units that each leave a record when
 * they are done, written last and whole; whoever finds no record does the unit again,
 * under the same names. So any part can run anywhere, be killed at any moment and be
 * started any number of times, and the sum is each sample once.
 */
@NullMarked
package dev.dcae.dataset.parts;

import org.jspecify.annotations.NullMarked;
