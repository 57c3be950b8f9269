/**
 * The requests of users: encode, decode and reconstruct, between pixels and tensors.
 * Padding, cropping and scaling happen here.
 */
@NullMarked
package dev.dcae.pipeline;

import org.jspecify.annotations.NullMarked;
