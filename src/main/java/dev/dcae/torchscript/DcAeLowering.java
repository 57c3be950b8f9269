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
import dev.dcae.model.BlockType;
import dev.dcae.model.DcAeConfig;
import dev.dcae.model.Downsample;
import dev.dcae.model.Norm;
import dev.dcae.model.Precision;
import dev.dcae.model.Stage;
import dev.dcae.model.Upsample;
import dev.dcae.tensor.Shape;

/**
 * Puts a DC-AE's blocks together: which block stands where, and which tensors it holds.
 */
final class DcAeLowering {

	private final DcAeConfig config;

	private final Weights weights;

	/**
	 * Makes one tensor of what may be one: for speed, but not for training.
	 */
	private final boolean fused;

	private final Code code;

	private DcAeLowering(DcAeConfig config, Weights weights, boolean fused) {
		this.config = config;
		this.weights = weights;
		this.fused = fused;
		this.code = new Code(fused ? Code.DC_AE : Code.DC_AE_TRAINING);
	}

	static Archive lower(DcAeConfig config, Weights weights) {
		DcAeLowering lowering = new DcAeLowering(config, weights, true);
		Value.Module root = Blocks.autoencoder("autoencoder.Autoencoder", weights.precision(), lowering.encoder(),
				lowering.decoder());
		return new Archive(lowering.code.files(), root);
	}

	/**
	 * The network with the checkpoint's own tensors, and the losses that train it.
	 * @param precision that the network computes in
	 */
	static Archive lowerForTraining(DcAeConfig config, Weights weights, Precision precision) {
		DcAeLowering lowering = new DcAeLowering(config, weights, false);
		Value.Module root = Value.Module.of("trainer.Trainer")
			.with("encoder", lowering.encoder())
			.with("decoder", lowering.decoder())
			.with("dtype", Blocks.scalarType(precision));
		return new Archive(lowering.code.files(), root);
	}

	private Value.Module encoder() {
		List<Stage> stages = this.config.encoder();
		SequencedMap<String, Value.Module> parts = new LinkedHashMap<>();
		parts.put("conv_in", this.config.encoderStartsHalved()
				? down("encoder.conv_in.conv", stages.get(1).channels(), false) : conv("encoder.conv_in"));
		for (int i = 0; i < stages.size(); i++) {
			Stage stage = stages.get(i);
			SequencedMap<String, Value.Module> blocks = new LinkedHashMap<>();
			for (int j = 0; j < stage.layers(); j++) {
				blocks.put("block_" + j, block("EncoderStage" + i, "encoder.down_blocks.%d.%d".formatted(i, j), stage));
			}
			if (i < stages.size() - 1 && stage.layers() > 0) {
				blocks.put("down", down("encoder.down_blocks.%d.%d.conv".formatted(i, stage.layers()),
						stages.get(i + 1).channels(), true));
			}
			parts.put("stage_" + i, this.code.sequence("EncoderStage" + i, blocks));
		}
		parts.put("conv_out",
				Value.Module.of("ends.EncoderOut")
					.with("channels", this.config.latentChannels())
					.with("shortcut", this.config.encoderOutShortcut())
					.with("conv", conv("encoder.conv_out")));
		return this.code.network("Encoder", parts);
	}

	private Value.Module decoder() {
		List<Stage> stages = this.config.decoder();
		SequencedMap<String, Value.Module> parts = new LinkedHashMap<>();
		parts.put("conv_in",
				Value.Module.of("ends.DecoderIn")
					.with("channels", stages.getLast().channels())
					.with("shortcut", this.config.decoderInShortcut())
					.with("conv", conv("decoder.conv_in")));
		for (int i = stages.size() - 1; i >= 0; i--) {
			Stage stage = stages.get(i);
			SequencedMap<String, Value.Module> blocks = new LinkedHashMap<>();
			int first = 0;
			if (i < stages.size() - 1 && stage.layers() > 0) {
				blocks.put("up", up("decoder.up_blocks.%d.0.conv".formatted(i), stage.channels(), true));
				first = 1;
			}
			for (int j = 0; j < stage.layers(); j++) {
				blocks.put("block_" + j,
						block("DecoderStage" + i, "decoder.up_blocks.%d.%d".formatted(i, first + j), stage));
			}
			parts.put("stage_" + i, this.code.sequence("DecoderStage" + i, blocks));
		}
		parts.put("norm_out", norm("decoder.norm_out"));
		parts.put("activation",
				Value.Module.of("activation.Activation").with("name", this.config.decoderOutActivation().configName()));
		parts.put("conv_out", this.config.decoderEndsDoubling()
				? up("decoder.conv_out.conv", DcAeConfig.IMAGE_CHANNELS, false) : conv("decoder.conv_out"));
		return this.code.network("Decoder", parts);
	}

	private Value.Module block(String stageName, String name, Stage stage) {
		return (stage.block() == BlockType.RES_BLOCK) ? resBlock(name, stage.norm(), stage.activation())
				: efficientVit(stageName, name, stage);
	}

	private Value.Module resBlock(String name, Norm norm, Activation activation) {
		if (norm == Norm.BATCH) {
			return Value.Module.of(this.fused ? "res_block.FoldedResBlock" : "unfused.ResBlock")
				.with("conv1", Blocks.conv(this.weights, name + ".conv1", activation))
				.with("conv2", normed(name + ".conv2.weight", name + ".norm"));
		}
		return Value.Module.of("res_block.ResBlock")
			.with("conv1", Blocks.conv(this.weights, name + ".conv1", activation))
			.with("conv2", conv(this.weights.compute(name + ".conv2.weight"), new Value.None(), 1, 1))
			.with("norm", norm(name + ".norm"));
	}

	private Value.Module efficientVit(String stageName, String name, Stage stage) {
		SequencedMap<String, Value.Module> parts = new LinkedHashMap<>();
		parts.put("attention", attention(stageName + "Attention", name + ".attn", stage));
		parts.put("mlp", gatedMlp(name + ".conv_out"));
		return this.code.sequence(stageName + "Block", parts);
	}

	/**
	 * q, k and v are one projection: the channels of a head follow each other in their
	 * concatenation only.
	 */
	private Value.Module attention(String className, String name, Stage stage) {
		int inner = this.config.heads(stage) * this.config.headDim();
		SequencedMap<String, Value> parts = new LinkedHashMap<>();
		parts.put("head_dim", new Value.Int(this.config.headDim()));
		parts.put("qkv", projections(name, inner, stage.channels()));
		StringBuilder scales = new StringBuilder();
		for (int s = 0; s < stage.multiscales().size(); s++) {
			String scale = name + ".to_qkv_multiscale." + s;
			parts.put("scale_" + s,
					Value.Module.of("attention.Scale")
						.with("proj_in",
								conv(this.weights.compute(scale + ".proj_in.weight"), new Value.None(), 1, 3 * inner))
						.with("proj_out", conv(this.weights.compute(scale + ".proj_out.weight"), new Value.None(), 1,
								3 * this.config.heads(stage))));
			scales.append(", (self.scale_%d).forward(qkv)".formatted(s));
		}
		parts.put("out", attentionOut(name, stage, inner));
		return this.code.define(className, parts, """
				  def forward(self, x: Tensor) -> Tensor:
				    qkv = (self.qkv).forward(x)
				    scales = torch.cat([qkv%s], 1)
				    y = __torch__.dcae.attention.relu_linear_attention(scales, self.head_dim)
				    return (self.out).added(x, y)
				""".formatted(scales));
	}

	private Value.Module projections(String name, int inner, int channels) {
		List<String> names = List.of("to_q", "to_k", "to_v");
		if (this.fused) {
			Weight qkv = this.weights.stacked(names.stream().map((part) -> name + "." + part + ".weight").toList(),
					new Shape(3L * inner, channels, 1, 1));
			return conv(qkv, new Value.None(), 1, 1);
		}
		Value.Module projections = Value.Module.of("unfused.Projections");
		for (String part : names) {
			Weight weight = this.weights.compute(name + "." + part + ".weight", new Shape(inner, channels, 1, 1));
			projections = projections.with(part, conv(weight, new Value.None(), 1, 1));
		}
		return projections;
	}

	private Value.Module attentionOut(String name, Stage stage, int inner) {
		String weight = name + ".to_out.weight";
		if (stage.norm() == Norm.BATCH) {
			return normed(weight, name + ".norm_out");
		}
		Shape shape = new Shape(stage.channels(), (long) inner * (1 + stage.multiscales().size()), 1, 1);
		return Value.Module.of("attention.Output")
			.with("to_out", conv(this.weights.compute(weight, shape), new Value.None(), 1, 1))
			.with("norm_out", norm(name + ".norm_out"));
	}

	private Value.Module gatedMlp(String name) {
		Weight depth = this.weights.compute(name + ".conv_depth.weight");
		return Value.Module.of("gated_mlp.GatedMlp")
			.with("conv_inverted", Blocks.conv(this.weights, name + ".conv_inverted", Activation.SILU))
			.with("conv_depth",
					conv(depth, this.weights.compute(name + ".conv_depth.bias"), 1, (int) depth.shape().size(0)))
			.with("conv_point", conv(this.weights.compute(name + ".conv_point.weight"), new Value.None(), 1, 1))
			.with("norm", norm(name + ".norm"));
	}

	private Value.Module down(String name, int channels, boolean shortcut) {
		boolean unshuffle = this.config.downsample() == Downsample.PIXEL_UNSHUFFLE;
		// A convolution at half the sides sees all that its shortcut averages.
		boolean folded = shortcut && this.fused && !unshuffle;
		Weight weight = folded ? this.weights.plusMean(name + ".weight") : this.weights.compute(name + ".weight");
		return Value.Module.of("resample.Down")
			.with("channels", channels)
			.with("unshuffle", unshuffle)
			.with("shortcut", shortcut && !folded)
			.with("conv", conv(weight, this.weights.compute(name + ".bias"), unshuffle ? 1 : 2, 1));
	}

	private Value.Module up(String name, int channels, boolean shortcut) {
		if (this.fused && this.config.upsample() != Upsample.PIXEL_SHUFFLE) {
			return Blocks.phasedUp(this.weights, name, shortcut);
		}
		boolean folded = shortcut && this.fused;
		Weight weight = folded ? this.weights.plusRepeated(name + ".weight") : this.weights.compute(name + ".weight");
		return Value.Module.of("resample.Up")
			.with("channels", channels)
			.with("shuffle", this.config.upsample() == Upsample.PIXEL_SHUFFLE)
			.with("shortcut", shortcut && !folded)
			.with("conv", conv(weight, this.weights.compute(name + ".bias"), 1, 1));
	}

	private Value.Module norm(String name) {
		return Value.Module.of("norm.RmsNorm")
			.with("weight", this.weights.norm(name + ".weight"))
			.with("bias", this.weights.norm(name + ".bias"));
	}

	/**
	 * A bias-less projection or convolution and the BatchNorm behind it, which it takes
	 * over where tensors are fused.
	 */
	private Value.Module normed(String weight, String norm) {
		Shape shape = this.weights.tensor(weight).shape();
		Shape kernel = (shape.rank() == 4) ? shape : new Shape(shape.size(0), shape.size(1), 1, 1);
		if (this.fused) {
			FoldedNorm fold = FoldedNorm.of(this.weights, norm);
			return conv(this.weights.scaled(weight, kernel, fold.factors()),
					this.weights.compute(norm + ".bias", fold.offsets()), 1, 1);
		}
		return Value.Module.of("unfused.NormedConv")
			.with("conv", conv(this.weights.compute(weight, kernel), new Value.None(), 1, 1))
			.with("norm",
					Value.Module.of("unfused.FrozenNorm")
						.with("weight", this.weights.norm(norm + ".weight"))
						.with("bias", this.weights.norm(norm + ".bias"))
						.with("running_mean", this.weights.norm(norm + ".running_mean"))
						.with("running_var", this.weights.norm(norm + ".running_var")));
	}

	private Value.Module conv(String name) {
		return Blocks.conv(this.weights, name);
	}

	private static Value.Module conv(Weight weight, Value bias, int stride, int groups) {
		return Blocks.conv(weight, bias, stride, groups);
	}

}
