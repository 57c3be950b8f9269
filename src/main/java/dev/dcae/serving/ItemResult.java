package dev.dcae.serving;

import dev.dcae.tensor.Tensor;

/**
 * What a device made of one item.
 *
 * @param output without a batch dimension
 * @param finite whether every value was finite before any cast to uint8
 */
public record ItemResult(Tensor output, boolean finite) {
}
