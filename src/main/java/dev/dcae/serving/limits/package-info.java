/**
 * The limits of batches that running them has taught.
 */
@NullMarked
package dev.dcae.serving.limits;

import org.jspecify.annotations.NullMarked;
