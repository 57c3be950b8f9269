package dev.dcae.model;

import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads diffusers' {@code AutoencoderKL} config, with its defaults for fields that older
 * versions did not write. Every field is honoured or refused by name.
 */
final class KlConfigReader {

	private final ConfigFields fields;

	KlConfigReader(JsonNode json) {
		this.fields = new ConfigFields(json);
	}

	KlConfig read() {
		requireRgb("in_channels");
		requireRgb("out_channels");
		List<Integer> channels = this.fields.integers("block_out_channels", List.of(64), 1, ConfigFields.MAX_SIZE);
		requireBlocks("down_block_types", "DownEncoderBlock2D", channels.size());
		requireBlocks("up_block_types", "UpDecoderBlock2D", channels.size());
		int layers = this.fields.integer("layers_per_block", 1, ConfigFields.MAX_LAYERS);
		Activation activation = this.fields.activation("act_fn", "silu");
		int latentChannels = this.fields.integer("latent_channels", 4);
		int groups = this.fields.integer("norm_num_groups", 32);
		// diffusers' tiles have the first of a pair, too.
		int sampleSize = this.fields.firstOfPair("sample_size", 32);
		boolean forceUpcast = this.fields.bool("force_upcast");
		boolean quantConv = this.fields.bool("use_quant_conv");
		boolean postQuantConv = this.fields.bool("use_post_quant_conv");
		boolean midAttention = this.fields.bool("mid_block_add_attention");
		LatentScaling scaling = this.fields.scaling(0.18215, latentChannels);
		this.fields.requireAllTaken("AutoencoderKL");
		return new KlConfig(latentChannels, channels, layers, groups, activation, midAttention, quantConv,
				postQuantConv, sampleSize, forceUpcast, scaling);
	}

	private void requireRgb(String field) {
		int channels = this.fields.integer(field, AutoencoderConfig.IMAGE_CHANNELS);
		if (channels != AutoencoderConfig.IMAGE_CHANNELS) {
			throw new InvalidConfigException("%s is %d; only RGB images (3) are served".formatted(field, channels));
		}
	}

	/**
	 * One type of block is known for each end, and every stage has to name it.
	 */
	private void requireBlocks(String field, String supported, int count) {
		List<String> types = this.fields.listed(field, List.of(supported), (name) -> same(name, supported), supported);
		ConfigFields.requireLength(field, types, count);
	}

	private static @Nullable String same(String name, String supported) {
		return name.equals(supported) ? name : null;
	}

}
