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

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

import dev.dcae.tensor.Shape;

/**
 * The names and shapes of a DC-AE's tensors, in diffusers' naming.
 */
final class DcAeWeights {

	private final DcAeConfig config;

	private final SequencedMap<String, Shape> weights = new LinkedHashMap<>();

	private DcAeWeights(DcAeConfig config) {
		this.config = config;
	}

	static SequencedMap<String, Shape> of(DcAeConfig config) {
		DcAeWeights table = new DcAeWeights(config);
		table.encoder();
		table.decoder();
		return Collections.unmodifiableSequencedMap(table.weights);
	}

	private void encoder() {
		var stages = this.config.encoder();
		if (this.config.encoderStartsHalved()) {
			down("encoder.conv_in.conv", DcAeConfig.IMAGE_CHANNELS, stages.get(1).channels());
		}
		else {
			conv("encoder.conv_in", DcAeConfig.IMAGE_CHANNELS, stages.getFirst().channels(), 3);
		}
		for (int i = 0; i < stages.size(); i++) {
			Stage stage = stages.get(i);
			for (int j = 0; j < stage.layers(); j++) {
				// The encoder has the RMS norm whatever the decoder's lists say; so its
				// stages were read.
				block("encoder.down_blocks.%d.%d".formatted(i, j), stage);
			}
			if (i < stages.size() - 1 && stage.layers() > 0) {
				down("encoder.down_blocks.%d.%d.conv".formatted(i, stage.layers()), stage.channels(),
						stages.get(i + 1).channels());
			}
		}
		conv("encoder.conv_out", stages.getLast().channels(), this.config.latentChannels(), 3);
	}

	private void decoder() {
		var stages = this.config.decoder();
		conv("decoder.conv_in", this.config.latentChannels(), stages.getLast().channels(), 3);
		for (int i = 0; i < stages.size(); i++) {
			Stage stage = stages.get(i);
			int first = 0;
			if (i < stages.size() - 1 && stage.layers() > 0) {
				up("decoder.up_blocks.%d.0.conv".formatted(i), stages.get(i + 1).channels(), stage.channels());
				first = 1;
			}
			for (int j = 0; j < stage.layers(); j++) {
				block("decoder.up_blocks.%d.%d".formatted(i, first + j), stage);
			}
		}
		if (this.config.decoderEndsDoubling()) {
			norm("decoder.norm_out", stages.get(1).channels(), Norm.RMS);
			up("decoder.conv_out.conv", stages.get(1).channels(), DcAeConfig.IMAGE_CHANNELS);
		}
		else {
			norm("decoder.norm_out", stages.getFirst().channels(), Norm.RMS);
			conv("decoder.conv_out", stages.getFirst().channels(), DcAeConfig.IMAGE_CHANNELS, 3);
		}
	}

	private void block(String name, Stage stage) {
		switch (stage.block()) {
			case RES_BLOCK -> resBlock(name, stage);
			case EFFICIENT_VIT -> efficientVit(name, stage);
		}
	}

	private void resBlock(String name, Stage stage) {
		int channels = stage.channels();
		conv(name + ".conv1", channels, channels, 3);
		add(name + ".conv2.weight", channels, channels, 3, 3);
		norm(name + ".norm", channels, stage.norm());
	}

	private void efficientVit(String name, Stage stage) {
		int channels = stage.channels();
		int inner = this.config.heads(stage) * this.config.headDim();
		add(name + ".attn.to_q.weight", inner, channels);
		add(name + ".attn.to_k.weight", inner, channels);
		add(name + ".attn.to_v.weight", inner, channels);
		for (int s = 0; s < stage.multiscales().size(); s++) {
			int kernel = stage.multiscales().get(s);
			String scale = name + ".attn.to_qkv_multiscale." + s;
			add(scale + ".proj_in.weight", 3L * inner, 1, kernel, kernel);
			add(scale + ".proj_out.weight", 3L * inner, this.config.headDim(), 1, 1);
		}
		add(name + ".attn.to_out.weight", channels, (long) inner * (1 + stage.multiscales().size()));
		norm(name + ".attn.norm_out", channels, stage.norm());
		conv(name + ".conv_out.conv_inverted", channels, 8 * channels, 1);
		add(name + ".conv_out.conv_depth.weight", 8L * channels, 1, 3, 3);
		add(name + ".conv_out.conv_depth.bias", 8L * channels);
		add(name + ".conv_out.conv_point.weight", channels, 4L * channels, 1, 1);
		norm(name + ".conv_out.norm", channels, Norm.RMS);
	}

	private void down(String name, int in, int out) {
		conv(name, in, (this.config.downsample() == Downsample.PIXEL_UNSHUFFLE) ? out / 4 : out, 3);
	}

	private void up(String name, int in, int out) {
		conv(name, in, (this.config.upsample() == Upsample.PIXEL_SHUFFLE) ? 4 * out : out, 3);
	}

	private void norm(String name, int channels, Norm norm) {
		add(name + ".weight", channels);
		add(name + ".bias", channels);
		if (norm == Norm.BATCH) {
			add(name + ".running_mean", channels);
			add(name + ".running_var", channels);
			add(name + ".num_batches_tracked");
		}
	}

	private void conv(String name, int in, int out, int kernel) {
		add(name + ".weight", out, in, kernel, kernel);
		add(name + ".bias", out);
	}

	private void add(String name, long... sizes) {
		this.weights.put(name, new Shape(sizes));
	}

}
