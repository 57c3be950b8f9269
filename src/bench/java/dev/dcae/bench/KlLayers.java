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
package dev.dcae.bench;

import java.util.List;

import dev.dcae.model.AutoencoderConfig;
import dev.dcae.model.KlConfig;

/**
 * Walks through a KL autoencoder.
 */
final class KlLayers {

	private final KlConfig config;

	private final double size;

	private final Layers layers;

	KlLayers(KlConfig config, double size, Layers layers) {
		this.config = config;
		this.size = size;
		this.layers = layers;
	}

	void walk(boolean encoder) {
		List<Integer> channels = this.config.channels();
		int deepest = channels.size() - 1;
		double latent = this.config.latentChannels();
		if (encoder) {
			this.layers.conv("encoder.conv_in", 3, AutoencoderConfig.IMAGE_CHANNELS, channels.getFirst(), pixels(0), 1);
			for (int i = 0; i <= deepest; i++) {
				resnets("encoder.down_blocks." + i, i, channels.get(Math.max(i - 1, 0)), this.config.layers());
				if (i < deepest) {
					// Padded by a row and a column first.
					this.layers.copy(channels.get(i) * pixels(i));
					this.layers.conv("encoder.down_blocks.%d.down".formatted(i), 3, channels.get(i), channels.get(i),
							pixels(i), pixels(i + 1), 1);
				}
			}
			middle("encoder.mid_block");
			end("encoder", channels.getLast(), 2 * latent, deepest);
			if (this.config.quantConv()) {
				this.layers.conv("quant_conv", 1, 2 * latent, 2 * latent, pixels(deepest), 1);
			}
			return;
		}
		if (this.config.postQuantConv()) {
			this.layers.conv("post_quant_conv", 1, latent, latent, pixels(deepest), 1);
		}
		this.layers.conv("decoder.conv_in", 3, latent, channels.getLast(), pixels(deepest), 1);
		middle("decoder.mid_block");
		for (int i = deepest; i >= 0; i--) {
			resnets("decoder.up_blocks." + (deepest - i), i, channels.get(Math.min(i + 1, deepest)), this.config.layers() + 1);
			if (i > 0) {
				this.layers.phasedUp("decoder.up_blocks.%d.up".formatted(deepest - i), channels.get(i), channels.get(i),
						side(i));
			}
		}
		end("decoder", channels.getFirst(), AutoencoderConfig.IMAGE_CHANNELS, 0);
	}

	/**
	 * The norm, its activation and the last convolution.
	 */
	private void end(String name, double channels, double out, int level) {
		this.layers.groupNorm(channels * pixels(level), true);
		this.layers.conv(name + ".conv_out", 3, channels, out, pixels(level), 1);
	}

	/**
	 * The blocks of a resolution, the first of which changes the channels.
	 */
	private void resnets(String name, int level, double before, int count) {
		double channels = this.config.channels().get(level);
		for (int j = 0; j < count; j++) {
			resnet("%s.%d".formatted(name, j), (j == 0) ? before : channels, channels, pixels(level));
		}
	}

	private void resnet(String name, double in, double out, double pixels) {
		this.layers.groupNorm(in * pixels, true);
		this.layers.conv(name + ".conv1", 3, in, out, pixels, 1);
		this.layers.groupNorm(out * pixels, true);
		this.layers.conv(name + ".conv2", 3, out, out, pixels, 1);
		if (in != out) {
			this.layers.conv(name + ".conv_shortcut", 1, in, out, pixels, 1);
		}
		this.layers.add(out * pixels);
	}

	private void middle(String name) {
		double channels = this.config.channels().getLast();
		double tokens = pixels(this.config.channels().size() - 1);
		resnet(name + ".before", channels, channels, tokens);
		if (this.config.midAttention()) {
			this.layers.groupNorm(channels * tokens, false);
			this.layers.conv(name + ".qkv", 1, channels, 3 * channels, tokens, 1);
			// Query times key and that times value, in blocks that stay on the chip.
			double bytes = 2 * 4 * channels * tokens;
			this.layers.products(name + ".attention", 2 * tokens * tokens * channels, bytes, bytes);
			this.layers.conv(name + ".to_out", 1, channels, channels, tokens, 1);
			this.layers.add(channels * tokens);
		}
		resnet(name + ".after", channels, channels, tokens);
	}

	private double side(int level) {
		return this.size / (1L << level);
	}

	private double pixels(int level) {
		return side(level) * side(level);
	}

}
