/**
 * {@code /v1/compare}.
 */
@NullMarked
package dev.dcae.api.v1.compare;

import org.jspecify.annotations.NullMarked;
