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
import java.util.SequencedMap;

import dev.dcae.tensor.Shape;

/**
 * The configuration of diffusers' {@code AutoencoderKLHunyuanImage}: the autoencoder of
 * HunyuanImage 2.1. Its samplers move pixels to channels and back, with shortcuts around
 * them as a DC-AE has; its blocks are a KL autoencoder's.
 *
 * @param latentChannels channels of the latent
 * @param channels of each stage's feature map, shallow to deep
 * @param layers residual blocks of each stage in the encoder; the decoder has one more
 * @param samplers how often the encoder halves the image, in its first stages; the
 * decoder doubles it in its own first, the deepest
 * @param sampleSize side in pixels of diffusers' tiles
 * @param scaling how a diffusion pipeline scales latents
 */
public record HunyuanImageConfig(int latentChannels, List<Integer> channels, int layers, int samplers, int sampleSize,
		LatentScaling scaling) implements AutoencoderConfig {

	/**
	 * Groups of channels that are normalised together.
	 */
	public static final int GROUPS = 32;

	/**
	 * Checks that the sizes fit each other.
	 * @throws InvalidConfigException naming the field that does not
	 */
	public HunyuanImageConfig {
		channels = List.copyOf(channels);
		if (channels.isEmpty() || channels.size() > 12) {
			throw new InvalidConfigException("block_out_channels needs from 1 to 12 stages");
		}
		for (int i = 0; i < channels.size(); i++) {
			if (channels.get(i) % GROUPS != 0) {
				throw new InvalidConfigException(
						"block_out_channels[%d] must be a multiple of %d".formatted(i, GROUPS));
			}
		}
		if (channels.getLast() % (2 * latentChannels) != 0) {
			throw new InvalidConfigException(
					"The last of block_out_channels must be a multiple of 2 × latent_channels");
		}
		if (samplers >= channels.size()) {
			throw new InvalidConfigException(
					"spatial_compression_ratio asks for %d samplers, and block_out_channels has %d stages"
						.formatted(samplers, channels.size()));
		}
		for (int i = 0; i + 1 < channels.size(); i++) {
			// The decoder's samplers are between its first stages, the deepest.
			boolean down = i < samplers;
			boolean up = channels.size() - 2 - i < samplers;
			checkWidths(channels.get(i), channels.get(i + 1), down, up);
		}
	}

	/**
	 * A sampler's shortcut averages or repeats channels, and only a sampler changes the
	 * width: where a block would, diffusers applies its shortcut to the wrong tensor and
	 * fails.
	 */
	private static void checkWidths(int shallow, int deep, boolean down, boolean up) {
		if ((down || up) && 4 * shallow % deep != 0) {
			throw new InvalidConfigException(
					"block_out_channels has %d beside %d, which no shortcut averages or repeats".formatted(shallow,
							deep));
		}
		if ((!down || !up) && shallow != deep) {
			throw new InvalidConfigException(
					"block_out_channels has %d beside %d where no sampler is, which diffusers cannot run either"
						.formatted(shallow, deep));
		}
	}

	@Override
	public String family() {
		return "AutoencoderKLHunyuanImage";
	}

	@Override
	public int ratio() {
		return 1 << this.samplers;
	}

	@Override
	public boolean samples() {
		return true;
	}

	/**
	 * Diffusers' tiles for decoding, a quarter of which is shared with each neighbour;
	 * its own for encoding fail.
	 */
	@Override
	public Tiling tiling() {
		int tile = Math.max(2 * ratio(), this.sampleSize / ratio() * ratio());
		return new Tiling(ratio(), tile, Math.max(ratio(), tile / 4 * 3 / ratio() * ratio()), Tiling.DEFAULT_THRESHOLD);
	}

	/**
	 * A stage has 4^-i of the pixels as long as there are samplers. Before a map is
	 * halved, and after it is doubled, it has as many elements as the convolution there
	 * makes, at most.
	 */
	@Override
	public int peakElementsPerPixel(Operation operation) {
		boolean encodes = operation.encodes();
		List<Integer> stages = encodes ? this.channels : this.channels.reversed();
		double peak = IMAGE_CHANNELS;
		for (int i = 0; i < stages.size(); i++) {
			int halvings = encodes ? Math.min(i, this.samplers) : this.samplers - Math.min(i, this.samplers);
			double pixels = 1.0 / (1L << (2 * halvings));
			peak = Math.max(peak, stages.get(i) * pixels);
			if (i < this.samplers && i + 1 < stages.size()) {
				// Of an upsampler four times the channels at the pixels before.
				peak = Math.max(peak, encodes ? stages.get(i + 1) / 4.0 * pixels : 4.0 * stages.get(i + 1) * pixels);
			}
		}
		// Queries, keys and values of the deepest.
		return (int) Math.ceil(Math.max(peak, 3.0 * this.channels.getLast() / (1L << (2 * this.samplers))));
	}

	@Override
	public SequencedMap<String, Shape> weights() {
		return HunyuanImageWeights.of(this);
	}

	@Override
	public String encoderSignature() {
		return "AutoencoderKLHunyuanImage %d %s %d %d".formatted(this.latentChannels, this.channels, this.layers,
				this.samplers);
	}

}
