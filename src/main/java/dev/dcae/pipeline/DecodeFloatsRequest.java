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

import java.util.List;

import dev.dcae.model.Autoencoder;

/**
 * Asks for the images of latents as floats, in one batch where it fits.
 *
 * @param latents of one shape
 * @param force true to decode them even if they say that another encoder made them
 */
public record DecodeFloatsRequest(Autoencoder model, List<Latent> latents, boolean force, WhenToTile tile) {

	/**
	 * Copies the list.
	 */
	public DecodeFloatsRequest {
		latents = List.copyOf(latents);
	}

	/**
	 * Asks for the images of latents of the model's own encoder, in one piece each where
	 * they fit.
	 */
	public DecodeFloatsRequest(Autoencoder model, List<Latent> latents) {
		this(model, latents, false, WhenToTile.AUTO);
	}

}
