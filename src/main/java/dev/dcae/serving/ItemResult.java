package dev.dcae.serving;

import dev.dcae.tensor.Tensor;

/**
 * The result of one item of a batch.
 *
 * @param output without a batch dimension
 * @param finite whether every element was finite before any cast to an integer type
 */
public record ItemResult(Tensor output, boolean finite) {
}
