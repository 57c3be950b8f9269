/**
 * The interface's description of itself. Springdoc reads paths, parameters and records
 * from the controllers; prose is in {@code openapi.yaml} beside each protocol's classes.
 */
@NullMarked
package dev.dcae.api.openapi;

import org.jspecify.annotations.NullMarked;
