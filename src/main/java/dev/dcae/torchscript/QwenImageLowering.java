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
import dev.dcae.model.QwenImageConfig;

/**
 * Puts QwenImage's blocks together for one frame: of every kernel over frames the last
 * slice.
 */
final class QwenImageLowering {

	private final QwenImageConfig config;

	private final Weights weights;

	private final Code code = new Code(Code.QWEN_IMAGE);

	private QwenImageLowering(QwenImageConfig config, Weights weights) {
		this.config = config;
		this.weights = weights;
	}

	static Archive lower(QwenImageConfig config, Weights weights) {
		QwenImageLowering lowering = new QwenImageLowering(config, weights);
		Value.Module root = Blocks.autoencoder("kl_autoencoder.KlAutoencoder", weights.precision(), lowering.encoder(),
				lowering.decoder());
		return new Archive(lowering.code.files(), root);
	}

	private Value.Module encoder() {
		int stages = this.config.encoder().size();
		SequencedMap<String, Value.Module> parts = new LinkedHashMap<>();
		parts.put("conv_in", conv("encoder.conv_in"));
		int block = 0;
		for (int i = 0; i < stages; i++) {
			SequencedMap<String, Value.Module> stage = new LinkedHashMap<>();
			for (int j = 0; j < this.config.layers(); j++) {
				stage.put("resnet_" + j, resnet("encoder.down_blocks.%d".formatted(block++)));
			}
			if (i < stages - 1) {
				String name = "encoder.down_blocks.%d.resample.1".formatted(block++);
				stage.put("down",
						Value.Module.of("resample.PaddedDown").with("conv", Blocks.unpaddedDown(this.weights, name)));
			}
			parts.put("stage_" + i, this.code.sequence("EncoderStage" + i, stage));
		}
		parts.put("middle", middle("EncoderMiddle", "encoder.mid_block"));
		out("encoder", parts);
		parts.put("quant_conv", conv("quant_conv"));
		return this.code.network("Encoder", parts);
	}

	private Value.Module decoder() {
		int stages = this.config.decoder().size();
		SequencedMap<String, Value.Module> parts = new LinkedHashMap<>();
		parts.put("post_quant_conv", conv("post_quant_conv"));
		parts.put("conv_in", conv("decoder.conv_in"));
		parts.put("middle", middle("DecoderMiddle", "decoder.mid_block"));
		for (int i = 0; i < stages; i++) {
			String name = "decoder.up_blocks.%d".formatted(i);
			SequencedMap<String, Value.Module> stage = new LinkedHashMap<>();
			for (int j = 0; j <= this.config.layers(); j++) {
				stage.put("resnet_" + j, resnet("%s.resnets.%d".formatted(name, j)));
			}
			if (i < stages - 1) {
				stage.put("up", Blocks.phasedUp(this.weights, name + ".upsamplers.0.resample.1", false));
			}
			parts.put("stage_" + i, this.code.sequence("DecoderStage" + i, stage));
		}
		out("decoder", parts);
		return this.code.network("Decoder", parts);
	}

	private void out(String end, SequencedMap<String, Value.Module> parts) {
		parts.put("norm_out", norm(end + ".norm_out", Activation.SILU.configName()));
		parts.put("conv_out", conv(end + ".conv_out"));
	}

	private Value.Module middle(String className, String name) {
		String attention = name + ".attentions.0";
		SequencedMap<String, Value.Module> blocks = new LinkedHashMap<>();
		blocks.put("before", resnet(name + ".resnets.0"));
		blocks.put("attention",
				Value.Module.of("softmax_attention.SoftmaxAttention")
					.with("norm", norm(attention + ".norm", ""))
					.with("qkv", Blocks.conv(this.weights, attention + ".to_qkv"))
					.with("to_out", Blocks.conv(this.weights, attention + ".proj")));
		blocks.put("after", resnet(name + ".resnets.1"));
		return this.code.sequence(className, blocks);
	}

	private Value.Module resnet(String name) {
		var kernel = this.weights.tensor(name + ".conv1.weight").shape();
		boolean changes = kernel.size(0) != kernel.size(1);
		Value.Module block = Value.Module.of(changes ? "resnet.ChangingResnet" : "resnet.Resnet")
			.with("norm1", norm(name + ".norm1", Activation.SILU.configName()))
			.with("conv1", conv(name + ".conv1"))
			.with("norm2", norm(name + ".norm2", Activation.SILU.configName()))
			.with("conv2", conv(name + ".conv2"));
		return changes ? block.with("conv_shortcut", conv(name + ".conv_shortcut")) : block;
	}

	private Value.Module norm(String name, String activation) {
		return Value.Module.of("pixel_norm.PixelNorm")
			.with("factors", this.weights.timesRootOfChannels(name + ".gamma"))
			.with("activation", activation);
	}

	private Value.Module conv(String name) {
		return Blocks.conv(this.weights.lastSlice(name + ".weight"), this.weights.compute(name + ".bias"), 1, 1);
	}

}
