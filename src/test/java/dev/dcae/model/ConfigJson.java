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

import java.nio.charset.StandardCharsets;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The text of a config, built field by field. Unlike {@link DcAeConfig} it can be wrong.
 */
public record ConfigJson(ObjectNode node) {

	/**
	 * Every field, with three tiny stages, attention with a scale of its own in the
	 * deepest: SANA's kind.
	 */
	public static ConfigJson tiny() {
		return of("""
				{
				  "_class_name": "AutoencoderDC",
				  "in_channels": 3,
				  "latent_channels": 4,
				  "attention_head_dim": 8,
				  "encoder_block_types": ["ResBlock", "ResBlock", "EfficientViTBlock"],
				  "decoder_block_types": ["ResBlock", "ResBlock", "EfficientViTBlock"],
				  "encoder_block_out_channels": [8, 16, 16],
				  "decoder_block_out_channels": [8, 16, 16],
				  "encoder_layers_per_block": [1, 1, 1],
				  "decoder_layers_per_block": [1, 1, 1],
				  "encoder_qkv_multiscales": [[], [], [5]],
				  "decoder_qkv_multiscales": [[], [], [5]],
				  "upsample_block_type": "interpolate",
				  "downsample_block_type": "Conv",
				  "decoder_norm_types": "rms_norm",
				  "decoder_act_fns": "silu",
				  "encoder_out_shortcut": true,
				  "decoder_in_shortcut": true,
				  "decoder_conv_act_fn": "relu",
				  "scaling_factor": 0.5
				}""");
	}

	/**
	 * Every field of a KL autoencoder, with three tiny resolutions.
	 */
	public static ConfigJson tinyKl() {
		return of("""
				{
				  "_class_name": "AutoencoderKL",
				  "in_channels": 3,
				  "out_channels": 3,
				  "down_block_types": ["DownEncoderBlock2D", "DownEncoderBlock2D", "DownEncoderBlock2D"],
				  "up_block_types": ["UpDecoderBlock2D", "UpDecoderBlock2D", "UpDecoderBlock2D"],
				  "block_out_channels": [8, 16, 16],
				  "layers_per_block": 1,
				  "act_fn": "silu",
				  "latent_channels": 4,
				  "norm_num_groups": 4,
				  "sample_size": 32,
				  "scaling_factor": 0.5,
				  "shift_factor": 0.25,
				  "latents_mean": null,
				  "latents_std": null,
				  "force_upcast": false,
				  "use_quant_conv": true,
				  "use_post_quant_conv": true,
				  "mid_block_add_attention": true
				}""");
	}

	/**
	 * Every field of FLUX.2's, with a decoder of other widths.
	 */
	public static ConfigJson tinyFlux2() {
		return tinyKl().with("_class_name", "\"AutoencoderKLFlux2\"")
			.without("scaling_factor", "shift_factor", "latents_mean", "latents_std")
			.with("decoder_block_out_channels", "[4, 16, 12]")
			.with("batch_norm_eps", "0.0001")
			.with("batch_norm_momentum", "0.1")
			.with("patch_size", "[2, 2]");
	}

	/**
	 * Every field of a tiny autoencoder, with three resolutions.
	 */
	public static ConfigJson tinyTaesd() {
		return of("""
				{
				  "_class_name": "AutoencoderTiny",
				  "in_channels": 3,
				  "out_channels": 3,
				  "encoder_block_out_channels": [8, 8, 8],
				  "decoder_block_out_channels": [6, 6, 6],
				  "act_fn": "relu",
				  "upsample_fn": "nearest",
				  "latent_channels": 4,
				  "upsampling_scaling_factor": 2,
				  "num_encoder_blocks": [1, 2, 1],
				  "num_decoder_blocks": [2, 1, 1],
				  "latent_magnitude": 3,
				  "latent_shift": 0.5,
				  "force_upcast": false,
				  "scaling_factor": 1.0,
				  "shift_factor": 0.0,
				  "block_out_channels": [8, 8, 8]
				}""");
	}

	/**
	 * Every field of HunyuanImage's, as narrow as it can be.
	 */
	public static ConfigJson tinyHunyuanImage() {
		return of("""
				{
				  "_class_name": "AutoencoderKLHunyuanImage",
				  "in_channels": 3,
				  "out_channels": 3,
				  "latent_channels": 8,
				  "block_out_channels": [32, 32, 64],
				  "layers_per_block": 1,
				  "spatial_compression_ratio": 4,
				  "sample_size": 32,
				  "scaling_factor": 0.75289,
				  "downsample_match_channel": true,
				  "upsample_match_channel": true
				}""");
	}

	/**
	 * Every field of QwenImage's, with three resolutions.
	 */
	public static ConfigJson tinyQwenImage() {
		return of("""
				{
				  "_class_name": "AutoencoderKLQwenImage",
				  "base_dim": 4,
				  "z_dim": 2,
				  "dim_mult": [1, 2, 4],
				  "num_res_blocks": 1,
				  "attn_scales": [],
				  "temperal_downsample": [false, true],
				  "dropout": 0.0,
				  "input_channels": 3,
				  "latents_mean": [0.5, -0.25],
				  "latents_std": [2, 4]
				}""");
	}

	public static ConfigJson of(String json) {
		return new ConfigJson((ObjectNode) JsonMapper.shared().readTree(json));
	}

	/**
	 * This config with another value, which is JSON, too.
	 */
	public ConfigJson with(String field, String json) {
		ObjectNode copy = this.node.deepCopy();
		copy.set(field, JsonMapper.shared().readTree(json));
		return new ConfigJson(copy);
	}

	public ConfigJson without(String... fields) {
		ObjectNode copy = this.node.deepCopy();
		for (String field : fields) {
			copy.remove(field);
		}
		return new ConfigJson(copy);
	}

	public byte[] bytes() {
		return this.node.toString().getBytes(StandardCharsets.UTF_8);
	}

	public AutoencoderConfig readAny() {
		return ConfigReader.read(bytes());
	}

	public DcAeConfig read() {
		return (DcAeConfig) readAny();
	}

}
