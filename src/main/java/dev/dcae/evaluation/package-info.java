/**
 * The fidelity of an autoencoder's images, beside what simpler means make of as many
 * values.
 */
@NullMarked
package dev.dcae.evaluation;

import org.jspecify.annotations.NullMarked;
