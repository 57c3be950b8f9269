/**
 * Running the service: loading models, telling whether they are well, starting and
 * stopping.
 */
@NullMarked
package dev.dcae.ops;

import org.jspecify.annotations.NullMarked;
