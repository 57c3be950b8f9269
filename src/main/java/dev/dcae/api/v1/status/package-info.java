/**
 * {@code /v1/status}.
 */
@NullMarked
package dev.dcae.api.v1.status;

import org.jspecify.annotations.NullMarked;
