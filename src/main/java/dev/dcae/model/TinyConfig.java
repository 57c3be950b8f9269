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
import java.util.Map;
import java.util.SequencedMap;

import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;

/**
 * The configuration of diffusers' {@code AutoencoderTiny} (TAESD and its kin), and of the
 * two forms that diffusers does not have: TAESANA, which halves the image twice before
 * its first block and whose decoder narrows, and TAEF2, whose deepest blocks see the
 * whole image. Such a model is a small copy of another, of which it takes and gives the
 * scaled latents.
 *
 * @param latentChannels channels of the latent
 * @param stem channels of the convolutions that halve the image before the encoder's
 * first block, but for the last, which has those of the first stage; usually none
 * @param encoder the encoder's stages, shallow to deep
 * @param decoder the decoder's stages, deep to shallow
 * @param activation within the blocks; behind them it is always ReLU
 * @param pooled channels in which the deepest blocks of both ends see the whole image; 0
 * where they do not
 * @param described true if the config describes the stages, which tensors then cannot
 * contradict
 * @param scaling how a diffusion pipeline scales latents: for all that are published, not
 * at all
 */
public record TinyConfig(int latentChannels, List<Integer> stem, List<Blocks> encoder, List<Blocks> decoder,
		Activation activation, int pooled, boolean described, LatentScaling scaling) implements AutoencoderConfig {

	/**
	 * Groups of channels that the norm of a pooled block normalises together.
	 */
	public static final int GROUPS = 4;

	/**
	 * The epsilon of that norm.
	 */
	public static final double EPSILON = 1e-5;

	/**
	 * One resolution.
	 *
	 * @param channels of its feature map
	 * @param count of its blocks
	 */
	public record Blocks(int channels, int count) {
	}

	/**
	 * Copies the lists and checks that the ends fit each other.
	 * @throws InvalidConfigException if they do not
	 */
	public TinyConfig {
		stem = List.copyOf(stem);
		encoder = List.copyOf(encoder);
		decoder = List.copyOf(decoder);
		if (encoder.isEmpty() || encoder.size() > 12) {
			throw new InvalidConfigException("num_encoder_blocks needs from 1 to 12 stages");
		}
		int halvings = encoder.size() - 1 + (stem.isEmpty() ? 0 : stem.size() + 1);
		if (decoder.size() != halvings + 1) {
			throw new InvalidConfigException("The encoder halves an image %d times, and the decoder doubles it %d times"
				.formatted(halvings, decoder.size() - 1));
		}
	}

	@Override
	public String family() {
		return "AutoencoderTiny";
	}

	@Override
	public int ratio() {
		return 1 << (this.decoder.size() - 1);
	}

	@Override
	public boolean copiesAnother() {
		return true;
	}

	/**
	 * The largest of the stages: an encoder's has as many pixels as it has not halved,
	 * and a decoder doubles a map before its channels change.
	 */
	@Override
	public int peakElementsPerPixel(Operation operation) {
		double peak = IMAGE_CHANNELS;
		if (operation.encodes()) {
			int halvings = 0;
			for (int channels : this.stem) {
				peak = Math.max(peak, perPixel(channels, ++halvings));
			}
			halvings += this.stem.isEmpty() ? 0 : 1;
			for (Blocks stage : this.encoder) {
				peak = Math.max(peak, perPixel(stage.channels(), halvings++));
			}
			return (int) Math.ceil(Math.max(peak, perPixel(this.pooled, halvings - 1)));
		}
		for (int i = 0; i < this.decoder.size(); i++) {
			int widest = Math.max(this.decoder.get(i).channels(), this.decoder.get(Math.max(i - 1, 0)).channels());
			peak = Math.max(peak,
					perPixel((i == 0) ? Math.max(widest, this.pooled) : widest, this.decoder.size() - 1 - i));
		}
		return (int) Math.ceil(peak);
	}

	private static double perPixel(int channels, int halvings) {
		return (double) channels / (1L << (2 * halvings));
	}

	@Override
	public SequencedMap<String, Shape> weights() {
		return TinyWeights.of(this);
	}

	/**
	 * Takes the kind of model that the tensors tell, whatever the config calls it.
	 */
	@Override
	public AutoencoderConfig completedBy(Map<String, Tensor> tensors) {
		return new TinyVariant(this, tensors).read();
	}

	@Override
	public String encoderSignature() {
		return "AutoencoderTiny %d %s %s %s %d".formatted(this.latentChannels, this.stem, this.encoder, this.activation,
				this.pooled);
	}

}
