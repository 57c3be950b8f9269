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

import dev.dcae.model.Autoencoder;

/**
 * Asks for the image of a latent.
 *
 * @param force true to decode it even if it says that another encoder made it
 */
public record DecodeRequest(Autoencoder model, Latent latent, boolean force, WhenToTile tile) {

	/**
	 * Asks for the image of a latent of the model's own encoder, in one piece where it
	 * fits.
	 */
	public DecodeRequest(Autoencoder model, Latent latent) {
		this(model, latent, false, WhenToTile.AUTO);
	}

}
