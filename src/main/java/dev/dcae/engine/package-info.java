/**
 * Running archives on devices through DJL: the only place of the service that knows
 * libtorch.
 */
@NullMarked
package dev.dcae.engine;

import org.jspecify.annotations.NullMarked;
