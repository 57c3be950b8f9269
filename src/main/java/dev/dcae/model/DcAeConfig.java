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
 * The configuration of a DC-AE: diffusers' {@code AutoencoderDC}, which covers the 1.0,
 * SANA, Lite and 1.5 models.
 *
 * @param latentChannels channels of the latent
 * @param headDim channels of an attention head
 * @param encoder the encoder's stages, shallow to deep
 * @param decoder the decoder's stages, shallow to deep (it runs them deep to shallow)
 * @param downsample how the encoder halves
 * @param upsample how the decoder doubles
 * @param encoderOutShortcut whether the encoder's last convolution has a
 * channel-averaging shortcut
 * @param decoderInShortcut whether the decoder's first convolution has a
 * channel-repeating shortcut
 * @param decoderOutActivation the activation before the decoder's last convolution
 * @param scaling how a diffusion pipeline scales latents
 */
public record DcAeConfig(int latentChannels, int headDim, List<Stage> encoder, List<Stage> decoder,
		Downsample downsample, Upsample upsample, boolean encoderOutShortcut, boolean decoderInShortcut,
		Activation decoderOutActivation, LatentScaling scaling) implements AutoencoderConfig {

	/**
	 * Checks that the sizes fit each other.
	 * @throws InvalidConfigException naming the field that does not
	 */
	public DcAeConfig {
		encoder = List.copyOf(encoder);
		decoder = List.copyOf(decoder);
		DcAeRules.check(latentChannels, headDim, encoder, decoder, downsample, encoderOutShortcut, decoderInShortcut);
	}

	@Override
	public String family() {
		return "DC-AE";
	}

	@Override
	public int ratio() {
		return 1 << (this.encoder.size() - 1);
	}

	/**
	 * Tells an encoder whose first convolution halves the image at once: its first stage
	 * is empty.
	 */
	public boolean encoderStartsHalved() {
		return this.encoder.getFirst().layers() == 0;
	}

	/**
	 * Tells a decoder whose last convolution doubles the image at once: its first stage
	 * is empty.
	 */
	public boolean decoderEndsDoubling() {
		return this.decoder.getFirst().layers() == 0;
	}

	/**
	 * The number of attention heads of a stage.
	 */
	public int heads(Stage stage) {
		return stage.channels() / this.headDim;
	}

	/**
	 * A shortcut at an end averages or repeats channels, and so needs all of them. DC-AE
	 * 1.5 left the shortcuts off for that reason.
	 */
	@Override
	public boolean structured() {
		return !this.encoderOutShortcut && !this.decoderInShortcut;
	}

	@Override
	public int peakElementsPerPixel(Operation operation) {
		return operation.encodes() ? DcAePeak.encoder(this) : DcAePeak.decoder(this);
	}

	@Override
	public SequencedMap<String, Shape> weights() {
		return DcAeWeights.of(this);
	}

	@Override
	public String encoderSignature() {
		return "DC-AE %d %d %s %s %s".formatted(this.latentChannels, this.headDim, this.encoder, this.downsample,
				this.encoderOutShortcut);
	}

}
