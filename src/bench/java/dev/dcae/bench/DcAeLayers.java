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
package dev.dcae.bench;

import java.util.List;

import dev.dcae.model.BlockType;
import dev.dcae.model.DcAeConfig;
import dev.dcae.model.Downsample;
import dev.dcae.model.Norm;
import dev.dcae.model.Stage;
import dev.dcae.model.Upsample;

/**
 * Walks through a DC-AE.
 */
final class DcAeLayers {

	/**
	 * Channels of a gated MLP over those of its stage.
	 */
	private static final int EXPANSION = 8;

	private final DcAeConfig config;

	private final double size;

	private final Layers layers;

	DcAeLayers(DcAeConfig config, double size, Layers layers) {
		this.config = config;
		this.size = size;
		this.layers = layers;
	}

	void walk(boolean encoder) {
		if (encoder) {
			encoder();
		}
		else {
			decoder();
		}
	}

	private void encoder() {
		List<Stage> stages = this.config.encoder();
		if (this.config.encoderStartsHalved()) {
			down("encoder.conv_in", 0, DcAeConfig.IMAGE_CHANNELS, stages.get(1).channels(), false);
		}
		else {
			this.layers.conv("encoder.conv_in", 3, DcAeConfig.IMAGE_CHANNELS, stages.getFirst().channels(), pixels(0), 1);
		}
		for (int i = 0; i < stages.size(); i++) {
			Stage stage = stages.get(i);
			for (int j = 0; j < stage.layers(); j++) {
				block("encoder.down_blocks.%d.%d".formatted(i, j), i, stage);
			}
			if (i < stages.size() - 1 && stage.layers() > 0) {
				down("encoder.down_blocks.%d.down".formatted(i), i, stage.channels(), stages.get(i + 1).channels(), true);
			}
		}
		int deepest = stages.size() - 1;
		double channels = stages.getLast().channels();
		this.layers.conv("encoder.conv_out", 3, channels, this.config.latentChannels(), pixels(deepest), 1);
		if (this.config.encoderOutShortcut()) {
			this.layers.pointwise("mean of channels", channels * pixels(deepest), 2, 2);
			this.layers.add(this.config.latentChannels() * pixels(deepest));
		}
	}

	private void decoder() {
		List<Stage> stages = this.config.decoder();
		int deepest = stages.size() - 1;
		double channels = stages.getLast().channels();
		this.layers.conv("decoder.conv_in", 3, this.config.latentChannels(), channels, pixels(deepest), 1);
		if (this.config.decoderInShortcut()) {
			this.layers.copy(channels * pixels(deepest));
			this.layers.add(channels * pixels(deepest));
		}
		for (int i = deepest; i >= 0; i--) {
			Stage stage = stages.get(i);
			if (i < deepest && stage.layers() > 0) {
				up("decoder.up_blocks.%d.up".formatted(i), i + 1, stages.get(i + 1).channels(), stage.channels());
			}
			for (int j = 0; j < stage.layers(); j++) {
				block("decoder.up_blocks.%d.%d".formatted(i, j), i, stage);
			}
		}
		boolean doubles = this.config.decoderEndsDoubling();
		int last = doubles ? 1 : 0;
		double width = stages.get(last).channels();
		this.layers.rmsNorm(width * pixels(last), false);
		this.layers.activation(width * pixels(last));
		if (doubles) {
			up("decoder.conv_out", 1, width, DcAeConfig.IMAGE_CHANNELS);
		}
		else {
			this.layers.conv("decoder.conv_out", 3, width, DcAeConfig.IMAGE_CHANNELS, pixels(0), 1);
		}
	}

	private void block(String name, int level, Stage stage) {
		double channels = stage.channels();
		double elements = channels * pixels(level);
		if (stage.block() == BlockType.EFFICIENT_VIT) {
			attention(name + ".attn", level, stage);
			gatedMlp(name + ".conv_out", channels, pixels(level));
			return;
		}
		this.layers.conv(name + ".conv1", 3, channels, channels, pixels(level), 1);
		this.layers.activation(elements);
		this.layers.conv(name + ".conv2", 3, channels, channels, pixels(level), 1);
		normed(elements, stage.norm());
	}

	/**
	 * The layers behind a block's last convolution: its norm, unless it is folded, and the sum with the block's input.
	 */
	private void normed(double elements, Norm norm) {
		if (norm == Norm.BATCH) {
			this.layers.add(elements);
		}
		else {
			this.layers.rmsNorm(elements, true);
		}
	}

	private void attention(String name, int level, Stage stage) {
		double pixels = pixels(level);
		double dim = this.config.headDim();
		double heads = this.config.heads(stage);
		double inner = 3 * heads * dim;
		double scales = 1 + stage.multiscales().size();
		this.layers.conv(name + ".qkv", 1, stage.channels(), inner, pixels, 1);
		for (int kernel : stage.multiscales()) {
			this.layers.conv(name + ".proj_in", kernel, inner, inner, pixels, inner);
			this.layers.conv(name + ".proj_out", 1, inner, inner, pixels, 3 * heads);
		}
		double elements = scales * inner * pixels;
		this.layers.copy(elements);
		// To float32; ReLU of two thirds; a copy of each third for the products, which read keys, values and queries,
		// the sums of keys once more; the result, its division, its order and its type.
		double third = elements / 3;
		this.layers.products(name, scales * heads * pixels * 2 * dim * (dim + 1),
				6 * elements + 8 * 2 * third + 8 * elements + 4 * 5 * third + (4 + 8 + 8 + 6) * third, 2 * elements + 2 * third);
		this.layers.conv(name + ".to_out", 1, scales * inner / 3, stage.channels(), pixels, 1);
		normed(stage.channels() * pixels, stage.norm());
	}

	private void gatedMlp(String name, double channels, double pixels) {
		double wide = EXPANSION * channels;
		this.layers.conv(name + ".conv_inverted", 1, channels, wide, pixels, 1);
		this.layers.activation(wide * pixels);
		this.layers.conv(name + ".conv_depth", 3, wide, wide, pixels, wide);
		// SiLU of the gate, and the product with the other half.
		this.layers.pointwise("gate", wide / 2 * pixels, 4 + 6, 0);
		this.layers.conv(name + ".conv_point", 1, wide / 2, channels, pixels, 1);
		this.layers.rmsNorm(channels * pixels, true);
	}

	private void down(String name, int level, double channels, double out, boolean shortcut) {
		double written = out * pixels(level + 1);
		if (this.config.downsample() == Downsample.CONV) {
			// Its shortcut is in the kernel.
			this.layers.conv(name, 3, channels, out, pixels(level), pixels(level + 1), 1);
			return;
		}
		this.layers.conv(name, 3, channels, out / 4, pixels(level), 1);
		this.layers.copy(written);
		if (shortcut) {
			this.layers.copy(channels * pixels(level));
			this.layers.pointwise("mean of channels", channels * pixels(level), 2, 2);
			this.layers.add(written);
		}
		this.layers.copy(written);
	}

	/**
	 * To the double of a level's sides; a shortcut is in the kernel.
	 */
	private void up(String name, int level, double channels, double out) {
		if (this.config.upsample() == Upsample.PIXEL_SHUFFLE) {
			this.layers.conv(name, 3, channels, 4 * out, pixels(level), 1);
			this.layers.copy(4 * out * pixels(level));
			this.layers.copy(4 * out * pixels(level));
		}
		else {
			this.layers.phasedUp(name, channels, out, side(level));
		}
	}

	private double side(int level) {
		return this.size / (1L << level);
	}

	private double pixels(int level) {
		return side(level) * side(level);
	}

}
