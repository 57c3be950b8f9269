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
package dev.dcae.api.v1.models;

import java.util.List;

import dev.dcae.model.Autoencoder;

/**
 * The size of an image that a client thinks of sending.
 *
 * @param width in pixels
 * @param height in pixels
 */
record ImageSize(int width, int height) {

	/**
	 * The shape {@code [1, c, h, w]} of its latent, with {@code fit=pad}.
	 */
	List<Long> latentShape(Autoencoder model) {
		return shape(model.config().latentChannels(), model.multiple(false));
	}

	/**
	 * The shape of its scaled latent, with {@code fit=pad}.
	 */
	List<Long> scaledLatentShape(Autoencoder model) {
		int patch = model.scaling().patch();
		return shape(model.config().latentChannels() * patch * patch, model.multiple(true));
	}

	private List<Long> shape(long channels, int cell) {
		return List.of(1L, channels, (long) Math.ceilDiv(this.height, cell), (long) Math.ceilDiv(this.width, cell));
	}

}
