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

import java.util.List;

import tools.jackson.databind.JsonNode;

/**
 * Reads diffusers' {@code AutoencoderKLHunyuanImage} config, whose fields have no
 * defaults but for the last three.
 */
final class HunyuanImageConfigReader {

	private static final int LARGEST_RATIO = 1 << 11;

	private final JsonNode json;

	private final ConfigFields fields;

	HunyuanImageConfigReader(JsonNode json) {
		this.json = json;
		this.fields = new ConfigFields(json);
	}

	HunyuanImageConfig read() {
		for (String field : List.of("in_channels", "out_channels", "latent_channels", "block_out_channels",
				"layers_per_block", "spatial_compression_ratio", "sample_size")) {
			if (!this.json.hasNonNull(field)) {
				throw new InvalidConfigException(
						"%s is missing from the AutoencoderKLHunyuanImage config".formatted(field));
			}
		}
		this.fields.requireRgb("in_channels");
		this.fields.requireRgb("out_channels");
		int latentChannels = this.fields.integer("latent_channels", 1);
		List<Integer> channels = this.fields.integers("block_out_channels", List.of(), 1, ConfigFields.MAX_SIZE);
		int layers = this.fields.integer("layers_per_block", 1, ConfigFields.MAX_LAYERS);
		int ratio = this.fields.integer("spatial_compression_ratio", 1, LARGEST_RATIO);
		if (Integer.bitCount(ratio) != 1) {
			throw new InvalidConfigException(
					"spatial_compression_ratio is %d; supported: powers of 2".formatted(ratio));
		}
		int sampleSize = this.fields.integer("sample_size", 1);
		LatentScaling scaling = this.fields.scaling(Double.NaN, latentChannels);
		for (String field : List.of("downsample_match_channel", "upsample_match_channel")) {
			if (!this.fields.bool(field)) {
				throw new InvalidConfigException(
						"%s is false; supported: true, without which diffusers cannot run it either".formatted(field));
			}
		}
		this.fields.requireAllTaken("AutoencoderKLHunyuanImage");
		return new HunyuanImageConfig(latentChannels, channels, layers, Integer.numberOfTrailingZeros(ratio),
				sampleSize, scaling);
	}

}
