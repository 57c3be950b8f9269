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
import java.util.SequencedMap;

import dev.dcae.tensor.Shape;

/**
 * The configuration of diffusers' {@code AutoencoderKLQwenImage}, and of
 * {@code AutoencoderKLWan} where that is the same network (Wan 2.1): an autoencoder of
 * video whose convolutions see a frame and those before it. Of one frame only the last
 * slice of their kernels meets anything but zeros, so that it is a network of images.
 *
 * @param family the class's name
 * @param latentChannels channels of the latent
 * @param baseChannels channels of the image's first feature map
 * @param multipliers of these, for each stage, shallow to deep
 * @param layers residual blocks of each stage in the encoder; the decoder has one more
 * @param temporal for each of the encoder's samplers, shallow to deep, whether it has a
 * convolution over frames besides, which is not used for one
 * @param scaling how a diffusion pipeline scales latents
 */
public record QwenImageConfig(String family, int latentChannels, int baseChannels, List<Integer> multipliers,
		int layers, List<Boolean> temporal, LatentScaling scaling) implements AutoencoderConfig {

	private static final int TILE = 256;

	private static final int STRIDE = 192;

	/**
	 * A stage of one end.
	 *
	 * @param in channels of its first block
	 * @param out channels of the others
	 */
	public record Stage(int in, int out) {
	}

	/**
	 * Checks that the sizes fit each other.
	 * @throws InvalidConfigException naming the field that does not
	 */
	public QwenImageConfig {
		multipliers = List.copyOf(multipliers);
		temporal = List.copyOf(temporal);
		if (multipliers.isEmpty() || multipliers.size() > 12) {
			throw new InvalidConfigException("dim_mult needs from 1 to 12 stages");
		}
		if (temporal.size() != multipliers.size() - 1) {
			throw new InvalidConfigException("temperal_downsample has %d entries for %d samplers between %d stages"
				.formatted(temporal.size(), multipliers.size() - 1, multipliers.size()));
		}
		for (int i = 1; i < multipliers.size(); i++) {
			if ((long) baseChannels * multipliers.get(i) % 2 != 0) {
				throw new InvalidConfigException(
						"base_dim · dim_mult[%d] must be even, since an upsampler halves it".formatted(i));
			}
			if ((long) baseChannels * multipliers.get(i) > ConfigFields.MAX_SIZE) {
				throw new InvalidConfigException(
						"base_dim · dim_mult[%d] is more than %d".formatted(i, ConfigFields.MAX_SIZE));
			}
		}
	}

	@Override
	public int ratio() {
		return 1 << (this.multipliers.size() - 1);
	}

	@Override
	public boolean samples() {
		return true;
	}

	@Override
	public boolean clampsImages() {
		return true;
	}

	@Override
	public boolean hasFrameAxis() {
		return true;
	}

	/**
	 * The encoder's stages, shallow to deep.
	 */
	public List<Stage> encoder() {
		List<Stage> stages = new ArrayList<>();
		int in = this.baseChannels;
		for (int multiplier : this.multipliers) {
			stages.add(new Stage(in, this.baseChannels * multiplier));
			in = this.baseChannels * multiplier;
		}
		return stages;
	}

	/**
	 * The decoder's stages, deep to shallow. An upsampler between two halves the
	 * channels.
	 */
	public List<Stage> decoder() {
		List<Stage> stages = new ArrayList<>();
		int in = deepest();
		for (int multiplier : this.multipliers.reversed()) {
			stages.add(new Stage(in, this.baseChannels * multiplier));
			in = this.baseChannels * multiplier / 2;
		}
		return stages;
	}

	/**
	 * Channels of the deepest feature map.
	 */
	public int deepest() {
		return this.baseChannels * this.multipliers.getLast();
	}

	/**
	 * Diffusers' tiles, which are off there unless asked for.
	 */
	@Override
	public Tiling tiling() {
		int tile = Math.ceilDiv(Math.max(TILE, 2 * ratio()), ratio()) * ratio();
		return new Tiling(ratio(), tile, Math.max(ratio(), tile * STRIDE / TILE / ratio() * ratio()),
				Tiling.DEFAULT_THRESHOLD);
	}

	@Override
	public int peakElementsPerPixel(Operation operation) {
		boolean encodes = operation.encodes();
		List<Stage> stages = encodes ? encoder() : decoder();
		int last = stages.size() - 1;
		// The image, and the queries, keys and values of the deepest map.
		double peak = Math.max(IMAGE_CHANNELS, 3 * perPixel(deepest(), last));
		for (int i = 0; i <= last; i++) {
			Stage stage = stages.get(i);
			double widest = perPixel(Math.max(stage.in(), stage.out()), encodes ? i : last - i);
			// Before it is halved, a map gets one more row and column. The smallest that
			// comes here has 2^left of them.
			double padded = (encodes && i < last) ? 1 + 1.0 / (1L << (last - i)) : 1;
			peak = Math.max(peak, widest * padded * padded);
		}
		return (int) Math.ceil(peak);
	}

	private static double perPixel(int channels, int halvings) {
		return (double) channels / (1L << (2 * halvings));
	}

	@Override
	public SequencedMap<String, Shape> weights() {
		return QwenImageWeights.of(this);
	}

	/**
	 * The convolutions over frames alone.
	 */
	@Override
	public boolean isOptional(String tensor) {
		return tensor.contains(".time_conv.");
	}

	/**
	 * The same for both classes.
	 */
	@Override
	public String encoderSignature() {
		return "AutoencoderKLQwenImage %d %d %s %d".formatted(this.latentChannels, this.baseChannels, this.multipliers,
				this.layers);
	}

}
