/**
 * Checkpoints: finding, reading and verifying {@code config.json} and its safetensors in
 * a directory, on the classpath or on a hub. Never a partial load.
 */
@NullMarked
package dev.dcae.checkpoint;

import org.jspecify.annotations.NullMarked;
