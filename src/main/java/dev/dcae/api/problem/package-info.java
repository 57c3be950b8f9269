/**
 * Problem details (RFC 9457): what went wrong and how it is answered.
 */
@NullMarked
package dev.dcae.api.problem;

import org.jspecify.annotations.NullMarked;
