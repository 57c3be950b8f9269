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
import java.util.SequencedMap;

import dev.dcae.model.Activation;
import dev.dcae.model.KlConfig;

/**
 * Puts a KL autoencoder's blocks together: which block stands where, and which tensors it
 * holds.
 */
final class KlLowering {

	private final KlConfig encoder;

	private final KlConfig decoder;

	private final Weights weights;

	private final ResnetBlocks blocks;

	private final Code code = new Code(Code.KL);

	private KlLowering(KlConfig encoder, KlConfig decoder, Weights weights) {
		this.encoder = encoder;
		this.decoder = decoder;
		this.weights = weights;
		this.blocks = new ResnetBlocks(weights, encoder.groups(), encoder.activation());
	}

	/**
	 * Two ends, which may differ in their widths.
	 */
	static Archive lower(KlConfig encoder, KlConfig decoder, Weights weights) {
		KlLowering lowering = new KlLowering(encoder, decoder, weights);
		Value.Module root = Blocks.autoencoder("kl_autoencoder.KlAutoencoder", weights.precision(), lowering.encoder(),
				lowering.decoder());
		return new Archive(lowering.code.files(), root);
	}

	private Value.Module encoder() {
		int stages = this.encoder.channels().size();
		SequencedMap<String, Value.Module> parts = new LinkedHashMap<>();
		parts.put("conv_in", conv("encoder.conv_in"));
		for (int i = 0; i < stages; i++) {
			String name = "encoder.down_blocks.%d".formatted(i);
			SequencedMap<String, Value.Module> blocks = resnets(name, this.encoder.layers());
			if (i < stages - 1) {
				blocks.put("down", down(name + ".downsamplers.0.conv"));
			}
			parts.put("stage_" + i, this.code.sequence("EncoderStage" + i, blocks));
		}
		parts.put("middle", middle("EncoderMiddle", "encoder.mid_block"));
		out("encoder", parts);
		if (this.encoder.quantConv()) {
			parts.put("quant_conv", conv("quant_conv"));
		}
		return this.code.network("Encoder", parts);
	}

	private Value.Module decoder() {
		int stages = this.decoder.channels().size();
		SequencedMap<String, Value.Module> parts = new LinkedHashMap<>();
		if (this.decoder.postQuantConv()) {
			parts.put("post_quant_conv", conv("post_quant_conv"));
		}
		parts.put("conv_in", conv("decoder.conv_in"));
		parts.put("middle", middle("DecoderMiddle", "decoder.mid_block"));
		for (int i = 0; i < stages; i++) {
			String name = "decoder.up_blocks.%d".formatted(i);
			SequencedMap<String, Value.Module> blocks = resnets(name, this.decoder.layers() + 1);
			if (i < stages - 1) {
				blocks.put("up", up(name + ".upsamplers.0.conv"));
			}
			parts.put("stage_" + i, this.code.sequence("DecoderStage" + i, blocks));
		}
		out("decoder", parts);
		return this.code.network("Decoder", parts);
	}

	/**
	 * Adds the layers that both ends finish with; their activation is SiLU whatever the
	 * config says.
	 */
	private void out(String end, SequencedMap<String, Value.Module> parts) {
		parts.put("norm_out", this.blocks.norm(end + ".conv_norm_out", Activation.SILU.configName()));
		parts.put("conv_out", conv(end + ".conv_out"));
	}

	private Value.Module middle(String className, String name) {
		SequencedMap<String, Value.Module> blocks = new LinkedHashMap<>();
		blocks.put("before", this.blocks.resnet(name + ".resnets.0"));
		if (this.encoder.midAttention()) {
			blocks.put("attention", this.blocks.attention(name + ".attentions.0", "group_norm", "to_out.0"));
		}
		blocks.put("after", this.blocks.resnet(name + ".resnets.1"));
		return this.code.sequence(className, blocks);
	}

	private SequencedMap<String, Value.Module> resnets(String name, int count) {
		SequencedMap<String, Value.Module> blocks = new LinkedHashMap<>();
		for (int j = 0; j < count; j++) {
			blocks.put("resnet_" + j, this.blocks.resnet("%s.resnets.%d".formatted(name, j)));
		}
		return blocks;
	}

	private Value.Module down(String name) {
		return Value.Module.of("resample.PaddedDown").with("conv", Blocks.unpaddedDown(this.weights, name));
	}

	private Value.Module up(String name) {
		return Blocks.phasedUp(this.weights, name, false);
	}

	private Value.Module conv(String name) {
		return Blocks.conv(this.weights, name);
	}

}
