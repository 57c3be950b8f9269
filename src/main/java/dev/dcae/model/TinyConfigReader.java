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

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import tools.jackson.databind.JsonNode;

/**
 * Reads diffusers' {@code AutoencoderTiny} config. Its {@code arch_variant}, which
 * diffusers does not have, is a hint that the tensors make needless.
 */
final class TinyConfigReader {

	private static final List<Integer> CHANNELS = List.of(64, 64, 64, 64);

	private static final int MOST_STAGES = 12;

	private static final Set<String> DESCRIBING = Set.of("encoder_block_out_channels", "decoder_block_out_channels",
			"num_encoder_blocks", "num_decoder_blocks");

	private final JsonNode json;

	private final ConfigFields fields;

	TinyConfigReader(JsonNode json) {
		this.json = json;
		this.fields = new ConfigFields(json);
	}

	TinyConfig read() {
		this.fields.requireRgb("in_channels");
		this.fields.requireRgb("out_channels");
		List<TinyConfig.Blocks> encoder = stages("encoder", List.of(1, 3, 3, 3));
		List<TinyConfig.Blocks> decoder = stages("decoder", List.of(3, 3, 3, 1));
		Activation activation = this.fields.activation("act_fn", "relu");
		this.fields.choice("upsample_fn", "nearest", (name) -> name.equals("nearest") ? name : null, "nearest");
		int factor = this.fields.integer("upsampling_scaling_factor", 2);
		if (factor != 2) {
			throw new InvalidConfigException("upsampling_scaling_factor is %d; supported: 2".formatted(factor));
		}
		int latentChannels = this.fields.integer("latent_channels", 4);
		LatentScaling scaling = this.fields.scaling(1, latentChannels);
		// Of latents as 8-bit images; of pipelines that count stages; of training.
		this.fields.ignore("latent_magnitude", "latent_shift", "block_out_channels", "force_upcast", "sample_size",
				"arch_variant");
		this.fields.requireAllTaken("AutoencoderTiny");
		return new TinyConfig(latentChannels, List.of(), encoder, decoder, activation, 0,
				this.json.propertyNames().stream().anyMatch(DESCRIBING::contains), scaling);
	}

	/**
	 * An end's stages. No convolution between them changes the width in diffusers.
	 */
	private List<TinyConfig.Blocks> stages(String end, List<Integer> usualBlocks) {
		String widths = end + "_block_out_channels";
		String counts = "num_%s_blocks".formatted(end);
		List<Integer> channels = this.fields.integers(widths, CHANNELS, 1, ConfigFields.MAX_SIZE);
		List<Integer> blocks = this.fields.integers(counts, usualBlocks, 0, ConfigFields.MAX_LAYERS);
		ConfigFields.requireLength(counts, blocks, channels.size());
		if (channels.isEmpty() || channels.size() > MOST_STAGES) {
			throw new InvalidConfigException("%s needs from 1 to %d stages".formatted(widths, MOST_STAGES));
		}
		if (channels.stream().distinct().count() > 1) {
			throw new InvalidConfigException(
					"%s is %s; all stages have one width, since nothing between them changes it".formatted(widths,
							channels));
		}
		List<TinyConfig.Blocks> stages = new ArrayList<>();
		for (int i = 0; i < channels.size(); i++) {
			stages.add(new TinyConfig.Blocks(channels.get(i), blocks.get(i)));
		}
		return stages;
	}

}
