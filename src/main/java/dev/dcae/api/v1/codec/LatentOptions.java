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
package dev.dcae.api.v1.codec;

import java.util.OptionalLong;

import dev.dcae.image.RgbImage;
import dev.dcae.model.Autoencoder;
import dev.dcae.pipeline.Channels;
import dev.dcae.pipeline.EncodeRequest;
import dev.dcae.pipeline.Fit;
import dev.dcae.pipeline.WhenToTile;
import dev.dcae.tensor.DType;

/**
 * The latents that a client wants.
 *
 * @param model that makes them
 * @param fit of images whose sides are not multiples of the ratio
 * @param scaled true to multiply them by the model's scaling factor
 * @param seed of samples of their distributions, the same for each; without one they are
 * its means
 * @param tile when images go in tiles
 * @param channels of them that are kept
 * @param dtype that their values are rounded to
 */
record LatentOptions(Autoencoder model, Fit fit, boolean scaled, OptionalLong seed, WhenToTile tile, Channels channels,
		DType dtype) {

	/**
	 * The request for an image's latent.
	 */
	EncodeRequest of(RgbImage image) {
		return new EncodeRequest(this.model, image, this.fit, this.scaled, this.seed, this.tile);
	}

}
