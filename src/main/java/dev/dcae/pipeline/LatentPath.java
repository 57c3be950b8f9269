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

import java.util.OptionalInt;

import dev.dcae.model.Autoencoder;

/**
 * The way from one latent to another of the same shape.
 *
 * @param start at alpha 0
 * @param end at alpha 1
 */
public record LatentPath(Latent start, Latent end, Interpolation mode) {

	/**
	 * The way between two latents for a model, scaled or not. Where only one says how
	 * large its image is, that is the size of all images on the way.
	 * @param force whether to take them even if they say that another encoder made them
	 * @throws RequestException if one does not suit the model, or they not each other
	 */
	public static LatentPath between(Call call, Codec codec, Autoencoder model, Latent one, Latent other,
			Interpolation mode, boolean force) {
		Latent start = codec.plain(call, model, one, force);
		Latent end = codec.plain(call, model, other, force);
		if (!start.values().shape().equals(end.values().shape())) {
			throw new RequestException.UnfitLatent(
					"The two have latents of the shapes %s and %s; interpolation needs equal shapes, as images of one size have"
						.formatted(start.values().shape(), end.values().shape()));
		}
		OptionalInt width = agreed("width", start.width(), end.width());
		OptionalInt height = agreed("height", start.height(), end.height());
		return new LatentPath(start.withSize(width, height), end.withSize(width, height), mode);
	}

	private static OptionalInt agreed(String side, OptionalInt one, OptionalInt other) {
		if (one.isPresent() && other.isPresent() && one.getAsInt() != other.getAsInt()) {
			throw new RequestException.UnfitSize(
					"The images have a %s of %d and %d pixels; interpolation needs images of one size".formatted(side,
							one.getAsInt(), other.getAsInt()));
		}
		return one.isPresent() ? one : other;
	}

	/**
	 * The latent at a part of the way: at 0 and 1 exactly the ends.
	 * @param alpha from 0 to 1
	 */
	public Latent at(double alpha) {
		if (alpha == 0) {
			return this.start;
		}
		if (alpha == 1) {
			return this.end;
		}
		return this.start.withValues(this.mode.between(this.start.values(), this.end.values(), alpha));
	}

}
