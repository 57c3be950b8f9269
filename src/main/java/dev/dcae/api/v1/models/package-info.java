/**
 * {@code /v1/models}.
 */
@NullMarked
package dev.dcae.api.v1.models;

import org.jspecify.annotations.NullMarked;
