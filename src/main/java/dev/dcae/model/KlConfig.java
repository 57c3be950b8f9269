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

import java.util.Collections;
import java.util.List;
import java.util.SequencedMap;

import dev.dcae.tensor.Shape;

/**
 * The configuration of diffusers' {@code AutoencoderKL}: the autoencoders of Stable
 * Diffusion 1 to 3, SDXL and FLUX.1. Its encoder answers a Gaussian for each value of the
 * latent, of which the mean is taken unless a sample is asked for.
 *
 * @param latentChannels channels of the latent
 * @param channels of each resolution's feature map, shallow to deep
 * @param layers ResNet blocks of each resolution in the encoder; the decoder has one more
 * @param groups of channels that are normalised together
 * @param activation of the ResNet blocks
 * @param midAttention whether every pixel sees every other at the deepest resolution
 * @param quantConv whether a 1×1 convolution follows the encoder
 * @param postQuantConv whether a 1×1 convolution precedes the decoder
 * @param sampleSize side in pixels of the images it was trained on; diffusers' tiles have
 * it
 * @param forceUpcast whether diffusers' pipelines compute it in float32 instead of
 * float16
 * @param scaling how a diffusion pipeline scales latents
 */
public record KlConfig(int latentChannels, List<Integer> channels, int layers, int groups, Activation activation,
		boolean midAttention, boolean quantConv, boolean postQuantConv, int sampleSize, boolean forceUpcast,
		LatentScaling scaling) implements AutoencoderConfig {

	/**
	 * The epsilon of every norm.
	 */
	public static final double EPSILON = 1e-6;

	/**
	 * Checks that the sizes fit each other.
	 * @throws InvalidConfigException naming the field that does not
	 */
	public KlConfig {
		channels = List.copyOf(channels);
		if (channels.isEmpty() || channels.size() > 12) {
			throw new InvalidConfigException("block_out_channels needs from 1 to 12 stages");
		}
		for (int i = 0; i < channels.size(); i++) {
			if (channels.get(i) % groups != 0) {
				throw new InvalidConfigException(
						"block_out_channels[%d] must be a multiple of norm_num_groups".formatted(i));
			}
		}
	}

	/**
	 * The same with another scaling.
	 */
	KlConfig with(LatentScaling other) {
		return new KlConfig(this.latentChannels, this.channels, this.layers, this.groups, this.activation,
				this.midAttention, this.quantConv, this.postQuantConv, this.sampleSize, this.forceUpcast, other);
	}

	/**
	 * The same with other widths.
	 */
	KlConfig with(List<Integer> otherChannels) {
		return new KlConfig(this.latentChannels, otherChannels, this.layers, this.groups, this.activation,
				this.midAttention, this.quantConv, this.postQuantConv, this.sampleSize, this.forceUpcast, this.scaling);
	}

	@Override
	public String family() {
		return "AutoencoderKL";
	}

	@Override
	public int ratio() {
		return 1 << (this.channels.size() - 1);
	}

	@Override
	public boolean samples() {
		return true;
	}

	/**
	 * Diffusers' tiles: as large as the images it was trained on, a quarter shared with
	 * each neighbour.
	 */
	@Override
	public Tiling tiling() {
		int tile = Math.max(2 * ratio(), this.sampleSize / ratio() * ratio());
		return new Tiling(ratio(), tile, tile / 4 * 3 / ratio() * ratio(), Tiling.DEFAULT_THRESHOLD);
	}

	@Override
	public int peakElementsPerPixel(Operation operation) {
		return operation.encodes() ? KlPeak.encoder(this) : KlPeak.decoder(this);
	}

	@Override
	public SequencedMap<String, Shape> weights() {
		return Collections.unmodifiableSequencedMap(KlWeights.of(this, this));
	}

	@Override
	public String encoderSignature() {
		return "AutoencoderKL %d %s %d %d %s %s %s".formatted(this.latentChannels, this.channels, this.layers,
				this.groups, this.activation, this.midAttention, this.quantConv);
	}

}
