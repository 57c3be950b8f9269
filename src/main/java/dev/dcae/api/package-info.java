/**
 * What all protocols share: problem details, request ids, bodies and their limits.
 */
@NullMarked
package dev.dcae.api;

import org.jspecify.annotations.NullMarked;
