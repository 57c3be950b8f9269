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
import java.util.Locale;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads diffusers' {@code AutoencoderDC} config, with its defaults for fields that older
 * versions did not write. Every field is honoured or refused by name.
 */
final class DcAeConfigReader {

	private final ConfigFields fields;

	DcAeConfigReader(JsonNode json) {
		this.fields = new ConfigFields(json);
	}

	DcAeConfig read() {
		int channels = this.fields.integer("in_channels", 3);
		if (channels != DcAeConfig.IMAGE_CHANNELS) {
			throw new InvalidConfigException("in_channels is %d; only RGB images (3) are served".formatted(channels));
		}
		int latentChannels = this.fields.integer("latent_channels", 32);
		int headDim = this.fields.integer("attention_head_dim", 32);
		List<Stage> encoder = stages("encoder", List.of(2, 2, 2, 3, 3, 3), null, null);
		List<Stage> decoder = stages("decoder", List.of(3, 3, 3, 3, 3, 3), "decoder_norm_types", "decoder_act_fns");
		Upsample upsample = this.fields.choice("upsample_block_type", "pixel_shuffle", (name) -> switch (name) {
			case "pixel_shuffle" -> Upsample.PIXEL_SHUFFLE;
			case "interpolate" -> Upsample.INTERPOLATE;
			default -> null;
		}, "pixel_shuffle, interpolate");
		// Published SANA configs write "Conv", diffusers' converter "conv".
		Downsample downsample = this.fields.choice("downsample_block_type", "pixel_unshuffle",
				(name) -> switch (name.toLowerCase(Locale.ROOT)) {
					case "pixel_unshuffle" -> Downsample.PIXEL_UNSHUFFLE;
					case "conv" -> Downsample.CONV;
					default -> null;
				}, "pixel_unshuffle, Conv");
		boolean outShortcut = this.fields.bool("encoder_out_shortcut");
		boolean inShortcut = this.fields.bool("decoder_in_shortcut");
		Activation outActivation = this.fields.activation("decoder_conv_act_fn", "relu");
		LatentScaling scaling = this.fields.scaling(1.0, latentChannels);
		this.fields.requireAllTaken("AutoencoderDC");
		return new DcAeConfig(latentChannels, headDim, encoder, decoder, downsample, upsample, outShortcut, inShortcut,
				outActivation, scaling);
	}

	private static @Nullable Norm norm(String name) {
		for (Norm norm : Norm.values()) {
			if (norm.configName().equals(name)) {
				return norm;
			}
		}
		return null;
	}

	private static @Nullable BlockType block(String name) {
		for (BlockType type : BlockType.values()) {
			if (type.configName().equals(name)) {
				return type;
			}
		}
		return null;
	}

	/**
	 * The stages of one end. An encoder has no norm and activation fields: always RMS and
	 * SiLU.
	 */
	private List<Stage> stages(String end, List<Integer> defaultLayers, @Nullable String normField,
			@Nullable String activationField) {
		List<Integer> channels = this.fields.integers(end + "_block_out_channels",
				List.of(128, 256, 512, 512, 1024, 1024), 1, ConfigFields.MAX_SIZE);
		int count = channels.size();
		List<Integer> layers = this.fields.integers(end + "_layers_per_block", defaultLayers, 0,
				ConfigFields.MAX_LAYERS);
		ConfigFields.requireLength(end + "_layers_per_block", layers, count);
		List<BlockType> blocks = this.fields.perStage(end + "_block_types", "ResBlock", count, DcAeConfigReader::block,
				"ResBlock, EfficientViTBlock");
		List<List<Integer>> multiscales = multiscales(end + "_qkv_multiscales", count);
		List<Norm> norms = (normField != null)
				? this.fields.perStage(normField, "rms_norm", count, DcAeConfigReader::norm, "rms_norm, batch_norm")
				: List.of();
		List<Activation> activations = (activationField != null)
				? this.fields.activations(activationField, "silu", count) : List.of();
		List<Stage> stages = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			BlockType block = blocks.get(i);
			// Kernel sizes belong to attention; diffusers ignores them on a stage of
			// ResBlocks.
			List<Integer> kernels = (block == BlockType.EFFICIENT_VIT) ? multiscales.get(i) : List.of();
			stages.add(new Stage(block, channels.get(i), layers.get(i), kernels,
					(normField != null) ? norms.get(i) : Norm.RMS,
					(activationField != null) ? activations.get(i) : Activation.SILU));
		}
		return stages;
	}

	private List<List<Integer>> multiscales(String field, int count) {
		JsonNode node = this.fields.take(field);
		if (node == null) {
			// diffusers' default is for its six default stages.
			List<List<Integer>> usual = List.of(List.of(), List.of(), List.of(), List.of(5), List.of(5), List.of(5));
			ConfigFields.requireLength(field, usual, count);
			return usual;
		}
		ConfigFields.requireArray(field, node);
		List<List<Integer>> lists = new ArrayList<>();
		for (int i = 0; i < node.size(); i++) {
			lists.add(ConfigFields.integers("%s[%d]".formatted(field, i), node.get(i), 1, ConfigFields.MAX_SIZE));
		}
		ConfigFields.requireLength(field, lists, count);
		return lists;
	}

}
