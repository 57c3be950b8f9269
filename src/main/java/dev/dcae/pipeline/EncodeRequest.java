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
package dev.dcae.pipeline;

import java.util.OptionalLong;

import dev.dcae.image.RgbImage;
import dev.dcae.model.Autoencoder;

/**
 * Asks for the latent of an image.
 *
 * @param fit what to do if its sides are not multiples of the model's ratio
 * @param scaled true to scale the latent as the model's diffusion pipelines do
 * @param seed of a sample of the latent's distribution; without one its mean is taken
 */
public record EncodeRequest(Autoencoder model, RgbImage image, Fit fit, boolean scaled, OptionalLong seed,
		WhenToTile tile) {

	/**
	 * Asks for the latent as the encoder makes it, in one piece where it fits.
	 */
	public EncodeRequest(Autoencoder model, RgbImage image, Fit fit) {
		this(model, image, fit, false, OptionalLong.empty(), WhenToTile.AUTO);
	}

}
