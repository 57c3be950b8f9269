/**
 * Getting work to the devices. Owns the interface to run a batch, so that its tests need
 * no libtorch.
 */
@NullMarked
package dev.dcae.serving;

import org.jspecify.annotations.NullMarked;
