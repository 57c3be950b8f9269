/**
 * The Open Inference Protocol, version 2, over REST, with the binary tensor extension and
 * what NVIDIA's load generator asks for.
 */
@NullMarked
package dev.dcae.api.oip;

import org.jspecify.annotations.NullMarked;
