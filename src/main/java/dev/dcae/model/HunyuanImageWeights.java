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
 * The names and shapes of HunyuanImage's tensors, in diffusers' naming: the blocks and
 * samplers of an end are one flat list.
 */
final class HunyuanImageWeights {

	private final HunyuanImageConfig config;

	private final SequencedMap<String, Shape> weights = new LinkedHashMap<>();

	private HunyuanImageWeights(HunyuanImageConfig config) {
		this.config = config;
	}

	static SequencedMap<String, Shape> of(HunyuanImageConfig config) {
		HunyuanImageWeights table = new HunyuanImageWeights(config);
		int moments = 2 * config.latentChannels();
		table.conv("encoder.conv_in", AutoencoderConfig.IMAGE_CHANNELS, config.channels().getFirst(), 3);
		table.blocks("encoder.down_blocks", config.channels(), config.layers(), true);
		table.middle("encoder");
		table.norm("encoder.norm_out", config.channels().getLast());
		table.conv("encoder.conv_out", config.channels().getLast(), moments, 3);
		table.conv("decoder.conv_in", config.latentChannels(), config.channels().getLast(), 3);
		table.middle("decoder");
		table.blocks("decoder.up_blocks", config.channels().reversed(), config.layers() + 1, false);
		table.norm("decoder.norm_out", config.channels().getFirst());
		table.conv("decoder.conv_out", config.channels().getFirst(), AutoencoderConfig.IMAGE_CHANNELS, 3);
		return Collections.unmodifiableSequencedMap(table.weights);
	}

	private void blocks(String name, List<Integer> channels, int layers, boolean down) {
		int block = 0;
		for (int i = 0; i < channels.size(); i++) {
			for (int j = 0; j < layers; j++) {
				resnet("%s.%d".formatted(name, block++), channels.get(i));
			}
			if (i < this.config.samplers() && i + 1 < channels.size()) {
				int out = channels.get(i + 1);
				conv("%s.%d.conv".formatted(name, block++), channels.get(i), down ? out / 4 : 4 * out, 3);
			}
		}
	}

	private void middle(String end) {
		int channels = this.config.channels().getLast();
		String name = end + ".mid_block";
		resnet(name + ".resnets.0", channels);
		norm(name + ".attentions.0.norm", channels);
		for (String projection : List.of("to_q", "to_k", "to_v", "proj")) {
			conv("%s.attentions.0.%s".formatted(name, projection), channels, channels, 1);
		}
		resnet(name + ".resnets.1", channels);
	}

	private void resnet(String name, int channels) {
		norm(name + ".norm1", channels);
		conv(name + ".conv1", channels, channels, 3);
		norm(name + ".norm2", channels);
		conv(name + ".conv2", channels, channels, 3);
	}

	private void norm(String name, int channels) {
		this.weights.put(name + ".weight", new Shape(channels));
		this.weights.put(name + ".bias", new Shape(channels));
	}

	private void conv(String name, int in, int out, int kernel) {
		this.weights.put(name + ".weight", new Shape(out, in, kernel, kernel));
		this.weights.put(name + ".bias", new Shape(out));
	}

}
