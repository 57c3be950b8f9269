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

import dev.dcae.image.RgbImage;
import dev.dcae.image.metrics.Fidelity;
import dev.dcae.model.Autoencoder;
import dev.dcae.tensor.Shape;

/**
 * A reconstruction of an image, and how close it comes.
 *
 * @param image of the size of the original, cropped or resized where that was asked for
 * @param latent {@code [c, h, w]} between the two: the channels that were kept
 */
public record ReconstructionReport(Autoencoder model, RgbImage image, Shape latent, Fidelity fidelity) {

	/**
	 * Values of the latent per pixel of the image.
	 */
	public double valuesPerPixel() {
		return (double) this.latent.elements() / ((long) this.image.width() * this.image.height());
	}

}
