/**
 * Images and latents that go through a model in overlapping tiles, which are blended.
 */
@NullMarked
package dev.dcae.pipeline.tiles;

import org.jspecify.annotations.NullMarked;
