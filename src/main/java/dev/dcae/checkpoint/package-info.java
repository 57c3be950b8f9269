/**
 * Checkpoints: finding, reading and verifying {@code config.json} and its safetensors.
 * Never a partial load.
 */
@NullMarked
package dev.dcae.checkpoint;

import org.jspecify.annotations.NullMarked;
