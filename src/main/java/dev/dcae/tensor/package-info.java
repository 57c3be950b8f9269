/**
 * Tensors in memory and in files: shapes, element types, half-precision conversion,
 * safetensors and .npy. Knows nobody.
 */
@NullMarked
package dev.dcae.tensor;

import org.jspecify.annotations.NullMarked;
