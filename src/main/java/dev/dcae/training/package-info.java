/**
 * Making and training checkpoints from Java.
 */
@NullMarked
package dev.dcae.training;

import org.jspecify.annotations.NullMarked;
