/**
 * The description of an autoencoder: its configuration, compression, and the names and
 * shapes of its weights.
 */
@NullMarked
package dev.dcae.model;

import org.jspecify.annotations.NullMarked;
