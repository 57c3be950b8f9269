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
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Reads diffusers' {@code AutoencoderKL} config, with its defaults for fields that older
 * versions did not write. Every field is honoured or refused by name.
 */
final class KlConfigReader {

	private final ConfigFields fields;

	KlConfigReader(ConfigFields fields) {
		this.fields = fields;
	}

	KlConfig read() {
		KlConfig network = network(List.of(64), 1, 4, 32);
		LatentScaling scaling = this.fields.scaling(0.18215, network.latentChannels());
		this.fields.requireAllTaken("AutoencoderKL");
		return network.with(scaling);
	}

	/**
	 * Takes the fields of the network, which other classes have, too, with other
	 * defaults.
	 * @return it with an unknown scaling
	 */
	KlConfig network(List<Integer> usualChannels, int usualLayers, int usualLatentChannels, int usualSampleSize) {
		this.fields.requireRgb("in_channels");
		this.fields.requireRgb("out_channels");
		List<Integer> channels = this.fields.integers("block_out_channels", usualChannels, 1, ConfigFields.MAX_SIZE);
		requireBlocks("down_block_types", "DownEncoderBlock2D", usualChannels.size(), channels.size());
		requireBlocks("up_block_types", "UpDecoderBlock2D", usualChannels.size(), channels.size());
		int layers = this.fields.integer("layers_per_block", usualLayers, ConfigFields.MAX_LAYERS);
		Activation activation = this.fields.activation("act_fn", "silu");
		int latentChannels = this.fields.integer("latent_channels", usualLatentChannels);
		int groups = this.fields.integer("norm_num_groups", 32);
		// diffusers' tiles have the first of a pair, too.
		int sampleSize = this.fields.firstOfPair("sample_size", usualSampleSize);
		boolean forceUpcast = this.fields.bool("force_upcast");
		boolean quantConv = this.fields.bool("use_quant_conv");
		boolean postQuantConv = this.fields.bool("use_post_quant_conv");
		boolean midAttention = this.fields.bool("mid_block_add_attention");
		return new KlConfig(latentChannels, channels, layers, groups, activation, midAttention, quantConv,
				postQuantConv, sampleSize, forceUpcast, LatentScaling.UNKNOWN);
	}

	/**
	 * One type of block is known for each end, and every stage has to name it.
	 */
	private void requireBlocks(String field, String supported, int usual, int count) {
		List<String> types = this.fields.listed(field, Collections.nCopies(usual, supported),
				(name) -> same(name, supported), supported);
		ConfigFields.requireLength(field, types, count);
	}

	private static @Nullable String same(String name, String supported) {
		return name.equals(supported) ? name : null;
	}

}
