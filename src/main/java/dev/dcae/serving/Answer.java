package dev.dcae.serving;

import dev.dcae.tensor.Tensor;

/**
 * The outcome of an item.
 *
 * @param output without a batch dimension
 * @param finite whether every element was finite; if not, the output is what the model
 * computed, after the retry in float32 where there was one
 * @param retriedInFp32 whether the output is that of a float32 replica, after the normal
 * one's was not finite
 * @param device where it ran
 */
public record Answer(Tensor output, boolean finite, boolean retriedInFp32, Device device, Timings timings) {
}
