/**
 * {@code /v1/interpolate}.
 */
@NullMarked
package dev.dcae.api.v1.interpolate;

import org.jspecify.annotations.NullMarked;
