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

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

import dev.dcae.model.Activation;
import dev.dcae.model.TinyConfig;
import dev.dcae.tensor.Shape;

/**
 * Puts a tiny autoencoder's blocks together. Its own images are in [0, 1]: the encoder is
 * told so, and the decoder's last convolution takes the way back over.
 */
final class TinyLowering {

	private final TinyConfig config;

	private final Weights weights;

	private final Code code;

	private TinyLowering(TinyConfig config, Weights weights) {
		this.config = config;
		this.weights = weights;
		this.code = new Code((config.pooled() > 0) ? Code.POOLED_TINY : Code.TINY);
	}

	static Archive lower(TinyConfig config, Weights weights) {
		TinyLowering lowering = new TinyLowering(config, weights);
		Value.Module root = Blocks.autoencoder("autoencoder.Autoencoder", weights.precision(), lowering.encoder(),
				lowering.decoder());
		return new Archive(lowering.code.files(), root);
	}

	private Value.Module encoder() {
		List<TinyConfig.Blocks> stages = this.config.encoder();
		boolean stemmed = !this.config.stem().isEmpty();
		SequencedMap<String, Value.Module> parts = new LinkedHashMap<>();
		parts.put("rescale", Value.Module.of("tiny.ToUnit"));
		int module = 0;
		for (int i = 0; i < this.config.stem().size(); i++) {
			parts.put("stem_" + i, activated("encoder", module, 2));
			module += 2;
		}
		for (int i = 0; i < stages.size(); i++) {
			SequencedMap<String, Value.Module> blocks = new LinkedHashMap<>();
			if (i == 0) {
				blocks.put("conv_in", stemmed ? activated("encoder", module, 2) : conv("encoder", module));
				module += stemmed ? 2 : 1;
			}
			else {
				blocks.put("down",
						Blocks.conv(this.weights.compute(name("encoder", module) + ".weight"), new Value.None(), 2, 1));
				module++;
			}
			module = blocks("encoder", module, stages.get(i), i == stages.size() - 1, blocks);
			parts.put("stage_" + i, this.code.sequence("EncoderStage" + i, blocks));
		}
		parts.put("conv_out", conv("encoder", module));
		return this.code.network("Encoder", parts);
	}

	private Value.Module decoder() {
		List<TinyConfig.Blocks> stages = this.config.decoder();
		SequencedMap<String, Value.Module> parts = new LinkedHashMap<>();
		parts.put("clamp", Value.Module.of("tiny.Clamp"));
		parts.put("conv_in", activated("decoder", 0, 1));
		int module = 2;
		for (int i = 0; i < stages.size(); i++) {
			SequencedMap<String, Value.Module> blocks = new LinkedHashMap<>();
			module = blocks("decoder", module, stages.get(i), i == 0, blocks);
			if (i < stages.size() - 1) {
				blocks.put("up", Blocks.phasedUpWithoutBias(this.weights, name("decoder", module + 1)));
				module += 2;
			}
			parts.put("stage_" + i, this.code.sequence("DecoderStage" + i, blocks));
		}
		parts.put("conv_out", toSigned(name("decoder", module)));
		return this.code.network("Decoder", parts);
	}

	/**
	 * Adds a stage's blocks.
	 * @return the number of the module behind them
	 */
	private int blocks(String end, int first, TinyConfig.Blocks stage, boolean deepest,
			SequencedMap<String, Value.Module> into) {
		for (int j = 0; j < stage.count(); j++) {
			String name = name(end, first + j);
			Value.Module block = Value.Module.of("tiny.Block")
				.with("conv1", Blocks.conv(this.weights, name + ".conv.0", this.config.activation()))
				.with("conv2", Blocks.conv(this.weights, name + ".conv.2", this.config.activation()))
				.with("conv3", Blocks.conv(this.weights, name + ".conv.4"));
			if (deepest && this.config.pooled() > 0) {
				into.put("pool_" + j, pool(name + ".pool"));
			}
			into.put("block_" + j, block);
		}
		return first + stage.count();
	}

	private Value.Module pool(String name) {
		return Value.Module.of("pool.Pool")
			.with("conv1", Blocks.conv(this.weights.compute(name + ".0.weight"), new Value.None(), 1, 1))
			.with("norm",
					Value.Module.of("group_norm.GroupNorm")
						.with("weight", this.weights.compute(name + ".1.weight"))
						.with("bias", this.weights.compute(name + ".1.bias"))
						.with("groups", TinyConfig.GROUPS)
						.with("epsilon", TinyConfig.EPSILON)
						.with("activation", Activation.RELU.configName()))
			.with("conv2", Blocks.conv(this.weights.compute(name + ".3.weight"), new Value.None(), 1, 1));
	}

	private Value.Module activated(String end, int module, int stride) {
		String name = name(end, module);
		return Blocks.conv(this.weights.compute(name + ".weight"), this.weights.compute(name + ".bias"), stride, 1)
			.with("activation", this.config.activation().configName());
	}

	private Value.Module conv(String end, int module) {
		return Blocks.conv(this.weights, name(end, module));
	}

	/**
	 * A convolution and {@code 2y - 1} behind it.
	 */
	private Value.Module toSigned(String name) {
		Shape shape = this.weights.tensor(name + ".weight").shape();
		float[] twice = new float[Math.toIntExact(shape.size(0))];
		Arrays.fill(twice, 2);
		float[] bias = this.weights.floats(name + ".bias");
		for (int i = 0; i < bias.length; i++) {
			bias[i] = 2 * bias[i] - 1;
		}
		return Blocks.conv(this.weights.scaled(name + ".weight", shape, twice),
				this.weights.compute(name + ".bias", bias), 1, 1);
	}

	private static String name(String end, int module) {
		return "%s.layers.%d".formatted(end, module);
	}

}
