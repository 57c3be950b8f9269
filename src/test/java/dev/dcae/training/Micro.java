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
package dev.dcae.training;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.dcae.model.ConfigReader;
import dev.dcae.model.DcAeConfig;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/**
 * A model small enough to train in a test, of ratio 8: ResBlocks with both norms and
 * attention with an extra scale, both shortcuts, and fit for a linear start.
 */
final class Micro {

	static final String JSON = """
			{
			  "_class_name": "AutoencoderDC",
			  "latent_channels": 8,
			  "attention_head_dim": 8,
			  "encoder_block_types": ["ResBlock", "ResBlock", "ResBlock", "EfficientViTBlock"],
			  "decoder_block_types": ["ResBlock", "ResBlock", "ResBlock", "EfficientViTBlock"],
			  "encoder_block_out_channels": [16, 16, 16, 16],
			  "decoder_block_out_channels": [16, 16, 16, 16],
			  "encoder_layers_per_block": [0, 1, 1, 1],
			  "decoder_layers_per_block": [0, 1, 1, 1],
			  "encoder_qkv_multiscales": [[], [], [], [3]],
			  "decoder_qkv_multiscales": [[], [], [], [3]],
			  "upsample_block_type": "pixel_shuffle",
			  "downsample_block_type": "Conv",
			  "decoder_norm_types": ["rms_norm", "rms_norm", "batch_norm", "rms_norm"],
			  "decoder_act_fns": "silu",
			  "scaling_factor": 0.5
			}
			""";

	/**
	 * The same with structured latents: no shortcuts at the ends.
	 */
	static final String STRUCTURED = JSON.replace("\"scaling_factor\": 0.5",
			"\"encoder_out_shortcut\": false, \"decoder_in_shortcut\": false");

	private Micro() {
	}

	static DcAeConfig config() {
		return (DcAeConfig) ConfigReader.read(JSON.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Settings of a short run on made-up images, from scratch.
	 * @param folder for what the run reads and writes
	 * @param more settings, by name
	 */
	static TrainingSettings settings(Path folder, Map<String, String> more) throws IOException {
		Map<String, String> settings = new LinkedHashMap<>(
				Map.of("output", folder.resolve("out").toString(), "threads", "1", "steps", "6", "warm-up", "2",
						"learning-rate", "1e-3", "log-every", "2", "data.sides", "32", "data.pixels", "4096"));
		if (!more.containsKey("source")) {
			settings.put("architecture", architecture(folder, JSON).toString());
		}
		settings.putAll(more);
		return new Binder(List.of(new MapConfigurationPropertySource(settings)), null, TrainingSettings.conversions())
			.bind("", Bindable.of(TrainingSettings.class))
			.get();
	}

	static Path architecture(Path folder, String json) throws IOException {
		return Files.writeString(folder.resolve("architecture.json"), json);
	}

}
