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
import dev.dcae.model.AutoencoderConfig;
import dev.dcae.tensor.DType;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;

/**
 * The rules that an image of floats must keep before a model encodes it.
 */
final class FloatRules {

	private FloatRules() {
	}

	static void check(Autoencoder model, Tensor image) {
		Shape shape = image.shape();
		if (image.dtype() != DType.F32 || shape.rank() != 3 || shape.size(0) != AutoencoderConfig.IMAGE_CHANNELS) {
			throw new RequestException.UnfitImage("The image is %s of the shape %s; %s takes float32 [3, H, W]"
				.formatted(image.dtype().torchName(), shape, model.id()));
		}
		int ratio = model.config().ratio();
		if (shape.elements() == 0 || shape.size(1) % ratio != 0 || shape.size(2) % ratio != 0) {
			throw new RequestException.UnfitSize("The image has %d × %d pixels; %s takes multiples of %d"
				.formatted(shape.size(2), shape.size(1), model.id(), ratio));
		}
		if (!image.isFinite()) {
			throw new RequestException.UnfitImage("The image has values that are infinite or not a number");
		}
	}

}
