/**
 * The commands of the jar, beside the service.
 */
@NullMarked
package dev.dcae.cli;

import org.jspecify.annotations.NullMarked;
