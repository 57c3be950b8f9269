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
package dev.dcae.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;

/**
 * Reads off the tensors of a tiny autoencoder what no config says: whether it is a
 * TAESANA, and then its stages, and whether its deepest blocks see the whole image. Where
 * the tensors are no model's the config stays as it is, and whoever verifies them says
 * so.
 */
final class TinyVariant {

	private static final int MOST_MODULES = 256;

	private final TinyConfig config;

	private final Map<String, Tensor> tensors;

	TinyVariant(TinyConfig config, Map<String, Tensor> tensors) {
		this.config = config;
		this.tensors = tensors;
	}

	TinyConfig read() {
		// Behind a first convolution with stride comes an activation, and the next.
		boolean strided = this.tensors.keySet().stream().noneMatch((name) -> name.startsWith("encoder.layers.1."))
				&& size("encoder.layers.2.weight", 0).isPresent();
		TinyConfig plain = strided ? narrowing().orElse(this.config) : this.config;
		int pooled = pooled(plain);
		return (pooled == 0) ? plain : new TinyConfig(plain.latentChannels(), plain.stem(), plain.encoder(),
				plain.decoder(), plain.activation(), pooled, plain.described(), plain.scaling());
	}

	private Optional<TinyConfig> narrowing() {
		if (this.config.described()) {
			throw new InvalidConfigException(
					"num_encoder_blocks and its kin describe another model: the tensors are those of TAESANA's kind, whose stages they tell",
					"leave num_encoder_blocks, num_decoder_blocks, encoder_block_out_channels and decoder_block_out_channels out");
		}
		Optional<Integer> stem = size("encoder.layers.0.weight", 0);
		List<TinyConfig.Blocks> encoder = stages("encoder", 2, 4, 0);
		List<TinyConfig.Blocks> decoder = stages("decoder", 0, 2, 1);
		if (stem.isEmpty() || encoder.isEmpty() || decoder.size() != encoder.size() + 2) {
			return Optional.empty();
		}
		return Optional.of(new TinyConfig(this.config.latentChannels(), List.of(stem.get()), encoder, decoder,
				this.config.activation(), 0, false, this.config.scaling()));
	}

	/**
	 * The stages of an end.
	 * @param conv the module that makes the first stage's channels
	 * @param first the module of its first block
	 * @param gap modules between a stage's last block and the next convolution
	 */
	private List<TinyConfig.Blocks> stages(String end, int conv, int first, int gap) {
		List<TinyConfig.Blocks> stages = new ArrayList<>();
		Optional<Integer> channels = size("%s.layers.%d.weight".formatted(end, conv), 0);
		int module = first;
		while (channels.isPresent() && module < MOST_MODULES) {
			int blocks = 0;
			while (isBlock(end, module + blocks)) {
				blocks++;
			}
			stages.add(new TinyConfig.Blocks(channels.get(), blocks));
			module += blocks;
			if (this.tensors.containsKey("%s.layers.%d.bias".formatted(end, module))) {
				// The last of an end has a bias.
				break;
			}
			channels = size("%s.layers.%d.weight".formatted(end, module + gap), 0);
			module += gap + 1;
		}
		return stages;
	}

	private int pooled(TinyConfig plain) {
		return plain.weights()
			.keySet()
			.stream()
			.filter((name) -> name.endsWith(".conv.0.weight"))
			.map((name) -> size(name.replace(".conv.0.", ".pool.0."), 0))
			.flatMap(Optional::stream)
			.findFirst()
			.filter((channels) -> channels % TinyConfig.GROUPS == 0)
			.orElse(0);
	}

	private boolean isBlock(String end, int module) {
		return module < MOST_MODULES && this.tensors.containsKey("%s.layers.%d.conv.0.weight".formatted(end, module));
	}

	/**
	 * A size of a convolution's weight, where there is one of a size that can be.
	 */
	private Optional<Integer> size(String name, int dimension) {
		Tensor tensor = this.tensors.get(name);
		if (tensor == null) {
			return Optional.empty();
		}
		Shape shape = tensor.shape();
		return (shape.rank() == 4 && shape.size(dimension) >= 1 && shape.size(dimension) <= ConfigFields.MAX_SIZE)
				? Optional.of((int) shape.size(dimension)) : Optional.empty();
	}

}
