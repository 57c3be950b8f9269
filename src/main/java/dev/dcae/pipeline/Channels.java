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

import java.lang.foreign.MemorySegment;
import java.util.OptionalInt;

import dev.dcae.model.Autoencoder;
import dev.dcae.tensor.DType;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;

/**
 * The front channels of a latent that are kept. DC-AE 1.5 is trained with its rear
 * channels masked at random ("structured latent space"), so that the front ones alone
 * decode to a coarser image; a decoder that gets fewer channels computes what it would
 * with zeros for the others.
 *
 * @param kept from 1 to all that the model has
 * @param all true if they are all
 */
public record Channels(int kept, boolean all) {

	/**
	 * The channels to keep.
	 * @param asked how many; all if empty
	 * @throws RequestException.UnfitLatent if the model has not so many, or cannot leave
	 * any off
	 */
	public static Channels of(Autoencoder model, OptionalInt asked) {
		int all = model.config().latentChannels();
		int kept = asked.orElse(all);
		if (kept < 1 || kept > all) {
			throw new RequestException.UnfitLatent(
					"channels is %d; a latent of %s has 1 to %d".formatted(kept, model.id(), all));
		}
		if (!canBe(kept, model)) {
			throw new RequestException.UnfitLatent(
					"channels is %d, but %s needs all %d of its channels: shortcuts at its ends mix them"
						.formatted(kept, model.id(), all));
		}
		return new Channels(kept, kept == all);
	}

	/**
	 * All channels that a model has.
	 */
	public static Channels allOf(Autoencoder model) {
		return new Channels(model.config().latentChannels(), true);
	}

	/**
	 * Tells if a latent of so many channels can be decoded.
	 */
	static boolean canBe(long channels, Autoencoder model) {
		int all = model.config().latentChannels();
		return channels == all || (model.config().structured() && channels >= 1 && channels < all);
	}

	/**
	 * A latent without the channels behind those that are kept.
	 * @param latent {@code [1, c, h, w]}
	 */
	public Latent of(Latent latent) {
		if (this.all) {
			return latent;
		}
		Tensor values = latent.values().get(0).first(this.kept);
		return latent.withValues(values.reshape(values.shape().prepend(1).sizes()));
	}

	/**
	 * The values with zeros for the channels that they lack.
	 * @param values float32 {@code [c, h, w]}
	 */
	static Tensor complete(Tensor values, int channels) {
		Shape shape = values.shape();
		if (shape.size(0) == channels) {
			return values;
		}
		Tensor whole = Tensor.zeros(DType.F32, new Shape(channels, shape.size(1), shape.size(2)));
		MemorySegment.copy(values.data(), 0, whole.data(), 0, values.data().byteSize());
		return whole;
	}

}
