/**
 * The REST interface under {@code /v1}.
 */
@NullMarked
package dev.dcae.api.v1;

import org.jspecify.annotations.NullMarked;
