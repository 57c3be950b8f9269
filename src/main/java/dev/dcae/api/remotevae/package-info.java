/**
 * The wire format of diffusers' {@code remote_decode} and {@code remote_encode}, as its
 * {@code utils/remote_utils.py} writes and reads it.
 */
@NullMarked
package dev.dcae.api.remotevae;

import org.jspecify.annotations.NullMarked;
