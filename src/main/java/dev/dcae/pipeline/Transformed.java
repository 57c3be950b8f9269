package dev.dcae.pipeline;

import java.util.List;

import dev.dcae.tensor.Tensor;

/**
 * What a model made of tensors.
 *
 * @param values float32, without a batch dimension, in the order of the inputs
 * @param retriedInFp32 whether half precision overflowed in one and float32 did not
 * @param tiled whether they were made in tiles, which is near the result of one piece but
 * not equal to it
 */
public record Transformed(List<Tensor> values, boolean retriedInFp32, boolean tiled) {

	/**
	 * Copies the list.
	 */
	public Transformed {
		values = List.copyOf(values);
	}

}
