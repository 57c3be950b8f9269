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

import tools.jackson.databind.JsonNode;

/**
 * Reads diffusers' {@code AutoencoderKLQwenImage} config, and that of
 * {@code AutoencoderKLWan}, which has more fields, some of which make it another network.
 */
final class QwenImageConfigReader {

	private static final int CHANNELS = 16;

	/**
	 * The classes' defaults, which are the published numbers.
	 */
	private static final List<Double> MEAN = List.of(-0.7571, -0.7089, -0.9113, 0.1075, -0.1745, 0.9653, -0.1517,
			1.5508, 0.4134, -0.0715, 0.5517, -0.3632, -0.1922, -0.9497, 0.2503, -0.2921);

	private static final List<Double> DEVIATION = List.of(2.8184, 1.4541, 2.3275, 2.6558, 1.2196, 1.7708, 2.6052,
			2.0743, 3.2687, 2.1526, 2.8652, 1.5579, 1.6382, 1.1253, 2.8251, 1.9160);

	private final ConfigFields fields;

	private final String type;

	QwenImageConfigReader(JsonNode json, String type) {
		this.fields = new ConfigFields(json);
		this.type = type;
	}

	QwenImageConfig read() {
		int base = this.fields.integer("base_dim", 96);
		int latentChannels = this.fields.integer("z_dim", CHANNELS);
		List<Integer> multipliers = this.fields.integers("dim_mult", List.of(1, 2, 4, 4), 1, ConfigFields.MAX_SIZE);
		int layers = this.fields.integer("num_res_blocks", 2, ConfigFields.MAX_LAYERS);
		List<Boolean> temporal = flags("temperal_downsample", List.of(false, true, true));
		JsonNode scales = this.fields.take("attn_scales");
		if (scales != null && !(scales.isArray() && scales.isEmpty())) {
			throw new InvalidConfigException(
					"attn_scales is %s; supported: [], without which diffusers cannot run it either"
						.formatted(ConfigFields.shown(scales)));
		}
		this.fields.requireRgb("input_channels");
		// None at inference; bookkeeping of Wan's files.
		this.fields.ignore("dropout", "clip_output");
		if (this.type.equals("AutoencoderKLWan")) {
			wan(base);
		}
		LatentScaling scaling = scaling(latentChannels);
		this.fields.requireAllTaken(this.type);
		return new QwenImageConfig(this.type, latentChannels, base, multipliers, layers, temporal, scaling);
	}

	private void wan(int base) {
		this.fields.requireRgb("in_channels");
		this.fields.requireRgb("out_channels");
		int decoderBase = this.fields.integer("decoder_base_dim", base);
		if (decoderBase != base) {
			throw new InvalidConfigException(
					"decoder_base_dim is %d and base_dim %d; supported: the same".formatted(decoderBase, base));
		}
		JsonNode residual = this.fields.take("is_residual");
		if (residual != null && !(residual.isBoolean() && !residual.booleanValue())) {
			throw other("is_residual", residual, "false");
		}
		JsonNode patch = this.fields.take("patch_size");
		if (patch != null) {
			throw other("patch_size", patch, "null");
		}
		this.fields.ignore("scale_factor_temporal", "scale_factor_spatial");
	}

	private static InvalidConfigException other(String field, JsonNode value, String supported) {
		return new InvalidConfigException("%s is %s; supported: %s, as in Wan 2.1: with others it is another network"
			.formatted(field, ConfigFields.shown(value), supported));
	}

	private List<Boolean> flags(String field, List<Boolean> usual) {
		JsonNode node = this.fields.take(field);
		if (node == null) {
			return usual;
		}
		ConfigFields.requireArray(field, node);
		List<Boolean> flags = new ArrayList<>();
		for (int i = 0; i < node.size(); i++) {
			if (!node.get(i).isBoolean()) {
				throw new InvalidConfigException(
						"%s[%d] is %s; expected true or false".formatted(field, i, ConfigFields.shown(node.get(i))));
			}
			flags.add(node.get(i).booleanValue());
		}
		return flags;
	}

	private LatentScaling scaling(int channels) {
		List<Double> mean = this.fields.numbers("latents_mean", channels, false);
		List<Double> deviation = this.fields.numbers("latents_std", channels, true);
		if (mean.isEmpty() != deviation.isEmpty()) {
			throw new InvalidConfigException("latents_mean and latents_std belong together, and %s is missing"
				.formatted(mean.isEmpty() ? "latents_mean" : "latents_std"));
		}
		if (!mean.isEmpty()) {
			return new LatentScaling(1, 0, mean, deviation);
		}
		return (channels == CHANNELS) ? new LatentScaling(1, 0, MEAN, DEVIATION) : LatentScaling.UNKNOWN;
	}

}
