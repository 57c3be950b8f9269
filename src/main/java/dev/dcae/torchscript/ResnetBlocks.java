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
import dev.dcae.model.KlConfig;

/**
 * Instances of the blocks of autoencoders with group norms.
 *
 * @param groups of channels that are normalised together
 * @param activation of the ResNet blocks
 */
record ResnetBlocks(Weights weights, int groups, Activation activation) {

	/**
	 * A ResNet block, whose first convolution changes the number of channels where it has
	 * a shortcut.
	 */
	Value.Module resnet(String name) {
		var kernel = this.weights.tensor(name + ".conv1.weight").shape();
		boolean changes = kernel.size(0) != kernel.size(1);
		Value.Module block = Value.Module.of(changes ? "resnet.ChangingResnet" : "resnet.Resnet")
			.with("norm1", norm(name + ".norm1", this.activation.configName()))
			.with("conv1", Blocks.conv(this.weights, name + ".conv1"))
			.with("norm2", norm(name + ".norm2", this.activation.configName()))
			.with("conv2", Blocks.conv(this.weights, name + ".conv2"));
		return changes ? block.with("conv_shortcut", Blocks.conv(this.weights, name + ".conv_shortcut")) : block;
	}

	/**
	 * An attention over all pixels.
	 * @param norm the name of its norm behind its own
	 * @param out the name of its last projection behind its own
	 */
	Value.Module attention(String name, String norm, String out) {
		return Value.Module.of("softmax_attention.SoftmaxAttention")
			.with("norm", norm(name + "." + norm, ""))
			.with("qkv", Blocks.linears(this.weights, List.of(name + ".to_q", name + ".to_k", name + ".to_v")))
			.with("to_out", Blocks.linear(this.weights, name + "." + out));
	}

	/**
	 * A norm and the activation behind it, which may be called "": none.
	 */
	Value.Module norm(String name, String after) {
		return Value.Module.of("group_norm.GroupNorm")
			.with("weight", this.weights.compute(name + ".weight"))
			.with("bias", this.weights.compute(name + ".bias"))
			.with("groups", this.groups)
			.with("epsilon", KlConfig.EPSILON)
			.with("activation", after);
	}

}
