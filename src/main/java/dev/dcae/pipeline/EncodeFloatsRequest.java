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
import dev.dcae.tensor.Tensor;

/**
 * Asks for the latents of images that are floats already, in one batch where it fits.
 *
 * @param images float32 [3, H, W] in [-1, 1] each, of one size, whose sides are multiples
 * of the model's ratio
 */
public record EncodeFloatsRequest(Autoencoder model, List<Tensor> images) {

	/**
	 * Copies the list.
	 */
	public EncodeFloatsRequest {
		images = List.copyOf(images);
	}

}
