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

import java.util.Map;
import java.util.SequencedMap;

import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;

/**
 * An autoencoder's architecture, as far as the service needs to know it.
 */
public sealed interface AutoencoderConfig
		permits DcAeConfig, KlConfig, Flux2Config, TinyConfig, HunyuanImageConfig, QwenImageConfig {

	/**
	 * Channels of the image.
	 */
	int IMAGE_CHANNELS = 3;

	/**
	 * The family's name, as shown to users.
	 */
	String family();

	/**
	 * Pixels per latent cell side: 8, 32, 64, 128.
	 */
	int ratio();

	/**
	 * Channels of the latent.
	 */
	int latentChannels();

	/**
	 * The scaling that a diffusion pipeline gives latents. Never applied unless asked.
	 */
	LatentScaling scaling();

	/**
	 * Tells an autoencoder whose encoder answers a distribution to sample from, and which
	 * so has the operations that answer its moments.
	 */
	default boolean samples() {
		return false;
	}

	/**
	 * Tells a small copy of another autoencoder, of which it takes and gives the scaled
	 * latents, with their patches in place. Which one that is its checkpoint does not
	 * say.
	 */
	default boolean copiesAnother() {
		return false;
	}

	/**
	 * True if diffusers' pipelines compute it in float32 where float16 is asked for,
	 * since it may overflow.
	 */
	default boolean forceUpcast() {
		return false;
	}

	/**
	 * Elements of the largest activation, per pixel of the image. An activation of 2^31
	 * elements and more can fail or come back silently zero in libtorch's kernels,
	 * whatever the memory.
	 */
	int peakElementsPerPixel(Operation operation);

	/**
	 * Every tensor of the checkpoint, by its name in diffusers.
	 */
	SequencedMap<String, Shape> weights();

	/**
	 * Tells a tensor that a checkpoint may lack, since nothing is computed with it.
	 */
	default boolean isOptional(String tensor) {
		return false;
	}

	/**
	 * This config with what only the checkpoint's tensors say, as far as they say it:
	 * what is missing or has another shape is left for whoever verifies them.
	 * @param tensors by their names in diffusers
	 * @throws InvalidConfigException if their values make no sense
	 */
	default AutoencoderConfig completedBy(Map<String, Tensor> tensors) {
		return this;
	}

	/**
	 * Numbers in all tensors together.
	 */
	default long parameters() {
		return weights().values().stream().mapToLong(Shape::elements).sum();
	}

	/**
	 * A text that two configs share exactly if equal encoder weights give equal latents.
	 */
	String encoderSignature();

	/**
	 * Tells an autoencoder whose latents' front channels are a coarser latent of their
	 * own, so that the others may be left off and count as zero.
	 */
	default boolean structured() {
		return false;
	}

	/**
	 * Tells an autoencoder that clamps what it decodes to [-1, 1] itself. Its archive
	 * does not: tiles are blended first.
	 */
	default boolean clampsImages() {
		return false;
	}

	/**
	 * Tells an autoencoder of video, which is served for one frame, and whose clients may
	 * send and expect an axis of frames.
	 */
	default boolean hasFrameAxis() {
		return false;
	}

	/**
	 * The tiling of images that are too large for one piece, unless another is
	 * configured.
	 */
	default Tiling tiling() {
		return Tiling.of(ratio());
	}

	/**
	 * Values of the image per value of the latent.
	 */
	default double compression() {
		return (double) IMAGE_CHANNELS * ratio() * ratio() / latentChannels();
	}

	/**
	 * Values of the latent per pixel of the image.
	 */
	default double valuesPerPixel() {
		return (double) latentChannels() / ratio() / ratio();
	}

	/**
	 * The shape of the latent of one image.
	 * @param height pixels, a multiple of the ratio
	 * @param width pixels, a multiple of the ratio
	 */
	default Shape latentShape(long height, long width) {
		return new Shape(latentChannels(), height / ratio(), width / ratio());
	}

	/**
	 * The pixels that an item of an operation stands for.
	 */
	default long pixels(Operation operation, Shape item) {
		return switch (operation) {
			case ENCODE, ENCODE_MOMENTS -> item.size(1) * item.size(2);
			case ENCODE_IMAGE, ENCODE_IMAGE_MOMENTS -> item.size(0) * item.size(1);
			case DECODE, DECODE_IMAGE -> item.size(1) * item.size(2) * ratio() * ratio();
		};
	}

}
