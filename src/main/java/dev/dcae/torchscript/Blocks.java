/*
 * Copyright 2026 the dcae authors
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package dev.dcae.torchscript;

import java.util.List;

import dev.dcae.model.Activation;
import dev.dcae.model.Precision;
import dev.dcae.tensor.Shape;

/**
 * Instances of the blocks that several families have.
 */
final class Blocks {

	private Blocks() {
	}

	/**
	 * An autoencoder of an encoder and a decoder.
	 * @param type its class
	 */
	static Value.Module autoencoder(String type, Precision precision, Value.Module encoder, Value.Module decoder) {
		return Value.Module.of(type)
			.with("dtype", scalarType(precision))
			.with("encoder", encoder)
			.with("decoder", decoder);
	}

	/**
	 * PyTorch's numbers of the scalar types.
	 */
	static int scalarType(Precision precision) {
		return switch (precision) {
			case FP16 -> 5;
			case FP32 -> 6;
			case BF16 -> 15;
		};
	}

	/**
	 * A convolution with a bias, as the checkpoint has it.
	 */
	static Value.Module conv(Weights weights, String name) {
		return conv(weights.compute(name + ".weight"), weights.compute(name + ".bias"), 1, 1);
	}

	/**
	 * A convolution with a bias and the activation behind it.
	 */
	static Value.Module conv(Weights weights, String name, Activation activation) {
		return conv(weights, name).with("activation", activation.configName());
	}

	/**
	 * A convolution that is padded by half its kernel.
	 */
	static Value.Module conv(Weight weight, Value bias, int stride, int groups) {
		return conv(weight, bias, stride, Math.toIntExact(weight.shape().size(3) / 2), groups);
	}

	private static Value.Module conv(Weight weight, Value bias, int stride, int padding, int groups) {
		return Value.Module.of("conv.Conv")
			.with("weight", weight)
			.with("bias", bias)
			.with("stride", stride)
			.with("padding", padding)
			.with("groups", groups)
			.with("activation", "");
	}

	/**
	 * A convolution that halves the sides and is padded by its caller.
	 */
	static Value.Module unpaddedDown(Weights weights, String name) {
		return conv(weights.compute(name + ".weight"), weights.compute(name + ".bias"), 2, 0, 1);
	}

	/**
	 * Nearest neighbour and a convolution as one, perhaps with the shortcut around them.
	 */
	static Value.Module phasedUp(Weights weights, String name, boolean shortcut) {
		return phasedUp(weights, name, shortcut, weights.repeated(name + ".bias", 4));
	}

	/**
	 * The same of a convolution without a bias.
	 */
	static Value.Module phasedUpWithoutBias(Weights weights, String name) {
		return phasedUp(weights, name, false, new Value.None());
	}

	private static Value.Module phasedUp(Weights weights, String name, boolean shortcut, Value bias) {
		return Value.Module.of("resample.PhasedUp")
			.with("channels", Math.toIntExact(weights.tensor(name + ".weight").shape().size(0)))
			.with("conv", conv(weights.phases(name + ".weight", shortcut), bias, 1, 1, 1));
	}

	/**
	 * A linear layer applied to each pixel.
	 */
	static Value.Module linear(Weights weights, String name) {
		Shape shape = weights.tensor(name + ".weight").shape();
		return conv(weights.compute(name + ".weight", kernel(shape.size(0), shape.size(1))),
				weights.compute(name + ".bias"), 1, 1);
	}

	/**
	 * Linear layers of the same input as one, their outputs one after the other.
	 */
	static Value.Module linears(Weights weights, List<String> names) {
		Shape shape = weights.tensor(names.getFirst() + ".weight").shape();
		long out = names.size() * shape.size(0);
		return conv(
				weights.stacked(names.stream().map((name) -> name + ".weight").toList(), kernel(out, shape.size(1))),
				weights.stacked(names.stream().map((name) -> name + ".bias").toList(), new Shape(out)), 1, 1);
	}

	private static Shape kernel(long out, long in) {
		return new Shape(out, in, 1, 1);
	}

}
