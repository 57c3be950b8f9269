/**
 * {@code /v1/encode}, {@code /v1/decode} and {@code /v1/reconstruct}.
 */
@NullMarked
package dev.dcae.api.v1.codec;

import org.jspecify.annotations.NullMarked;
