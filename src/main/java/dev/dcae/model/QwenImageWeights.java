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
import java.util.List;
import java.util.SequencedMap;

import dev.dcae.tensor.Shape;

/**
 * The names and shapes of QwenImage's tensors, in diffusers' naming: the encoder's blocks
 * and samplers are one flat list, the decoder's are not.
 */
final class QwenImageWeights {

	private final QwenImageConfig config;

	private final SequencedMap<String, Shape> weights = new LinkedHashMap<>();

	private QwenImageWeights(QwenImageConfig config) {
		this.config = config;
	}

	static SequencedMap<String, Shape> of(QwenImageConfig config) {
		QwenImageWeights table = new QwenImageWeights(config);
		table.encoder();
		table.conv("quant_conv", 2 * config.latentChannels(), 2 * config.latentChannels(), 1);
		table.conv("post_quant_conv", config.latentChannels(), config.latentChannels(), 1);
		table.decoder();
		return Collections.unmodifiableSequencedMap(table.weights);
	}

	private void encoder() {
		List<QwenImageConfig.Stage> stages = this.config.encoder();
		conv("encoder.conv_in", AutoencoderConfig.IMAGE_CHANNELS, this.config.baseChannels(), 3);
		int block = 0;
		for (int i = 0; i < stages.size(); i++) {
			QwenImageConfig.Stage stage = stages.get(i);
			for (int j = 0; j < this.config.layers(); j++) {
				resnet("encoder.down_blocks.%d".formatted(block++), (j == 0) ? stage.in() : stage.out(), stage.out());
			}
			if (i < stages.size() - 1) {
				String name = "encoder.down_blocks.%d".formatted(block++);
				add(name + ".resample.1.weight", stage.out(), stage.out(), 3, 3);
				add(name + ".resample.1.bias", stage.out());
				if (this.config.temporal().get(i)) {
					frames(name, stage.out(), stage.out());
				}
			}
		}
		middle("encoder");
		norm("encoder.norm_out", this.config.deepest());
		conv("encoder.conv_out", this.config.deepest(), 2 * this.config.latentChannels(), 3);
	}

	private void decoder() {
		List<QwenImageConfig.Stage> stages = this.config.decoder();
		conv("decoder.conv_in", this.config.latentChannels(), this.config.deepest(), 3);
		middle("decoder");
		for (int i = 0; i < stages.size(); i++) {
			QwenImageConfig.Stage stage = stages.get(i);
			for (int j = 0; j <= this.config.layers(); j++) {
				resnet("decoder.up_blocks.%d.resnets.%d".formatted(i, j), (j == 0) ? stage.in() : stage.out(),
						stage.out());
			}
			if (i < stages.size() - 1) {
				String name = "decoder.up_blocks.%d.upsamplers.0".formatted(i);
				add(name + ".resample.1.weight", stage.out() / 2, stage.out(), 3, 3);
				add(name + ".resample.1.bias", stage.out() / 2);
				if (this.config.temporal().reversed().get(i)) {
					frames(name, stage.out(), 2 * stage.out());
				}
			}
		}
		norm("decoder.norm_out", stages.getLast().out());
		conv("decoder.conv_out", stages.getLast().out(), AutoencoderConfig.IMAGE_CHANNELS, 3);
	}

	private void middle(String end) {
		int channels = this.config.deepest();
		String name = end + ".mid_block";
		resnet(name + ".resnets.0", channels, channels);
		add(name + ".attentions.0.norm.gamma", channels, 1, 1);
		add(name + ".attentions.0.to_qkv.weight", 3L * channels, channels, 1, 1);
		add(name + ".attentions.0.to_qkv.bias", 3L * channels);
		add(name + ".attentions.0.proj.weight", channels, channels, 1, 1);
		add(name + ".attentions.0.proj.bias", channels);
		resnet(name + ".resnets.1", channels, channels);
	}

	private void resnet(String name, int in, int out) {
		norm(name + ".norm1", in);
		conv(name + ".conv1", in, out, 3);
		norm(name + ".norm2", out);
		conv(name + ".conv2", out, out, 3);
		if (in != out) {
			conv(name + ".conv_shortcut", in, out, 1);
		}
	}

	private void norm(String name, int channels) {
		add(name + ".gamma", channels, 1, 1, 1);
	}

	/**
	 * A convolution over frames and pixels.
	 */
	private void conv(String name, int in, int out, int kernel) {
		add(name + ".weight", out, in, kernel, kernel, kernel);
		add(name + ".bias", out);
	}

	/**
	 * A convolution over frames alone.
	 */
	private void frames(String name, int in, int out) {
		add(name + ".time_conv.weight", out, in, 3, 1, 1);
		add(name + ".time_conv.bias", out);
	}

	private void add(String name, long... sizes) {
		this.weights.put(name, new Shape(sizes));
	}

}
