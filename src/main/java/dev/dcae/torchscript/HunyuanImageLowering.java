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

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

import dev.dcae.model.Activation;
import dev.dcae.model.HunyuanImageConfig;

/**
 * Puts HunyuanImage's blocks together. The shortcuts around its samplers average or
 * repeat channels that lie beside each other, within one pixel, so that the convolution
 * takes them over.
 */
final class HunyuanImageLowering {

	private final HunyuanImageConfig config;

	private final Weights weights;

	private final ResnetBlocks blocks;

	private final Code code = new Code(Code.HUNYUAN_IMAGE);

	private HunyuanImageLowering(HunyuanImageConfig config, Weights weights) {
		this.config = config;
		this.weights = weights;
		this.blocks = new ResnetBlocks(weights, HunyuanImageConfig.GROUPS, Activation.SILU);
	}

	static Archive lower(HunyuanImageConfig config, Weights weights) {
		HunyuanImageLowering lowering = new HunyuanImageLowering(config, weights);
		Value.Module root = Blocks.autoencoder("kl_autoencoder.KlAutoencoder", weights.precision(), lowering.encoder(),
				lowering.decoder());
		return new Archive(lowering.code.files(), root);
	}

	private Value.Module encoder() {
		SequencedMap<String, Value.Module> parts = new LinkedHashMap<>();
		parts.put("conv_in", Blocks.conv(this.weights, "encoder.conv_in"));
		stages("EncoderStage", "encoder.down_blocks", this.config.layers(), "channel_major.Down", parts);
		parts.put("middle", middle("EncoderMiddle", "encoder.mid_block"));
		parts.put("out",
				Value.Module.of("channel_major.EncoderOut")
					.with("channels", 2 * this.config.latentChannels())
					.with("norm", this.blocks.norm("encoder.norm_out", Activation.SILU.configName()))
					.with("conv", Blocks.conv(this.weights, "encoder.conv_out")));
		return this.code.network("Encoder", parts);
	}

	private Value.Module decoder() {
		SequencedMap<String, Value.Module> parts = new LinkedHashMap<>();
		parts.put("conv_in",
				Value.Module.of("ends.DecoderIn")
					.with("channels", this.config.channels().getLast())
					.with("shortcut", true)
					.with("conv", Blocks.conv(this.weights, "decoder.conv_in")));
		parts.put("middle", middle("DecoderMiddle", "decoder.mid_block"));
		stages("DecoderStage", "decoder.up_blocks", this.config.layers() + 1, "channel_major.Up", parts);
		parts.put("norm_out", this.blocks.norm("decoder.norm_out", Activation.SILU.configName()));
		parts.put("conv_out", Blocks.conv(this.weights, "decoder.conv_out"));
		return this.code.network("Decoder", parts);
	}

	private void stages(String className, String name, int layers, String sampler,
			SequencedMap<String, Value.Module> parts) {
		int block = 0;
		for (int i = 0; i < this.config.channels().size(); i++) {
			SequencedMap<String, Value.Module> stage = new LinkedHashMap<>();
			for (int j = 0; j < layers; j++) {
				stage.put("resnet_" + j, this.blocks.resnet("%s.%d".formatted(name, block++)));
			}
			if (i < this.config.samplers() && i + 1 < this.config.channels().size()) {
				String conv = "%s.%d.conv".formatted(name, block++);
				stage.put("sampler",
						Value.Module.of(sampler)
							.with("conv", Blocks.conv(this.weights.plusNeighbours(conv + ".weight"),
									this.weights.compute(conv + ".bias"), 1, 1)));
			}
			parts.put("stage_" + i, this.code.sequence(className + i, stage));
		}
	}

	private Value.Module middle(String className, String name) {
		SequencedMap<String, Value.Module> parts = new LinkedHashMap<>();
		for (String part : List.of("before", "attention", "after")) {
			parts.put(part, switch (part) {
				case "before" -> this.blocks.resnet(name + ".resnets.0");
				case "attention" -> this.blocks.attention(name + ".attentions.0", "norm", "proj");
				default -> this.blocks.resnet(name + ".resnets.1");
			});
		}
		return this.code.sequence(className, parts);
	}

}
