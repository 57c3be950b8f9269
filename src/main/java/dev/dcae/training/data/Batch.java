package dev.dcae.training.data;

import dev.dcae.tensor.Tensor;

/**
 * The images of one training step.
 *
 * @param step counted from 0 over the whole training, interruptions included
 * @param pixels uint8 [N, side, side, 3], sRGB
 */
public record Batch(long step, Tensor pixels) {

}
