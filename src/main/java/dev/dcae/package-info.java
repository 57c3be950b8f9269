/**
 * The autoencoder of diffusion models as a network service.
 */
@NullMarked
package dev.dcae;

import org.jspecify.annotations.NullMarked;
