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
 * Reads diffusers' {@code AutoencoderKLFlux2} config. It has no scaling factor: the
 * scaling is in the checkpoint, and a factor that was copied from elsewhere means
 * nothing.
 */
final class Flux2ConfigReader {

	private static final List<Integer> CHANNELS = List.of(128, 256, 512, 512);

	private final ConfigFields fields;

	Flux2ConfigReader(JsonNode json) {
		this.fields = new ConfigFields(json);
	}

	Flux2Config read() {
		KlConfig encoder = new KlConfigReader(this.fields).network(CHANNELS, 2, 32, 1024);
		List<Integer> decoder = this.fields.integers("decoder_block_out_channels", encoder.channels(), 1,
				ConfigFields.MAX_SIZE);
		if (decoder.size() != encoder.channels().size()) {
			throw new InvalidConfigException("decoder_block_out_channels has %d entries for %d stages"
				.formatted(decoder.size(), encoder.channels().size()));
		}
		for (int i = 0; i < decoder.size(); i++) {
			if (decoder.get(i) % encoder.groups() != 0) {
				throw new InvalidConfigException(
						"decoder_block_out_channels[%d] must be a multiple of norm_num_groups".formatted(i));
			}
		}
		double epsilon = this.fields.positive("batch_norm_eps", 1e-4);
		List<Integer> patch = this.fields.integers("patch_size", List.of(Flux2Config.PATCH, Flux2Config.PATCH), 1,
				ConfigFields.MAX_SIZE);
		if (!patch.equals(List.of(Flux2Config.PATCH, Flux2Config.PATCH))) {
			throw new InvalidConfigException("patch_size is %s; supported: [2, 2]".formatted(patch));
		}
		this.fields.ignore("batch_norm_momentum", "scaling_factor", "shift_factor");
		this.fields.requireAllTaken("AutoencoderKLFlux2");
		return new Flux2Config(encoder, encoder.with(decoder), epsilon, LatentScaling.UNKNOWN);
	}

}
