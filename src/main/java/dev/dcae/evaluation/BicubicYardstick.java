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
package dev.dcae.evaluation;

import dev.dcae.image.Kernel;
import dev.dcae.image.RgbImage;

/**
 * A codec that scales an image down to as many values as a latent has, and up again: the
 * least that an autoencoder has to beat. Both ways by Keys's cubic, antialiased on the
 * way down; the small image is uint8.
 *
 * <p>
 * The small image has the proportions of the large one, and three values a pixel where
 * the latent has {@code channels} for each {@code ratio × ratio} pixels: its sides are
 * those of the large one times {@code sqrt(channels / 3) / ratio}, rounded.
 *
 * @param grid of the latent
 */
public record BicubicYardstick(LatentGrid grid) implements ImageCodec {

	@Override
	public String name() {
		return "bicubic " + this.grid;
	}

	/**
	 * Scales down and up. The rate is that of the small image: but for its rounding the
	 * latent's values, at 8 bits each.
	 */
	@Override
	public Coded code(RgbImage image) {
		return Coded.of(() -> image.resize(shrunk(image.width()), shrunk(image.height()), Kernel.BICUBIC),
				(small) -> small.resize(image.width(), image.height(), Kernel.BICUBIC),
				(small) -> Rate.of(small.pixels().length, Rate.UINT8, (long) image.width() * image.height()));
	}

	private int shrunk(int side) {
		return Math.max(1, (int) Math.round(side * Math.sqrt(this.grid.channels() / 3.0) / this.grid.ratio()));
	}

}
