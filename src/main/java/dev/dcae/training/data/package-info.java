/**
 * The data of a training run: square uint8 patches of photographs and of images made up
 * on the spot, in batches. Every random choice comes from a generator that the caller
 * gives, so that the same seed shows the same images.
 */
@NullMarked
package dev.dcae.training.data;

import org.jspecify.annotations.NullMarked;
