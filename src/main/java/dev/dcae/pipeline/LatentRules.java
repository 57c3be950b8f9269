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

import java.util.Optional;
import java.util.OptionalInt;

import dev.dcae.model.Autoencoder;
import dev.dcae.tensor.DType;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;

/**
 * The rules that a latent must keep before a model decodes it.
 */
final class LatentRules {

	private LatentRules() {
	}

	/**
	 * Checks a latent's shape against a model.
	 * @return {@code [c, h, w]} that it has when it is not scaled, without the channels
	 * that were left off
	 */
	static Shape shape(Autoencoder model, Latent latent) {
		Shape item = item(model, latent);
		return latent.scaled() ? model.scaling().plainShape(item) : item;
	}

	/**
	 * The shape of a latent's values without the batch of one.
	 */
	private static Shape item(Autoencoder model, Latent latent) {
		Shape shape = latent.values().shape();
		Shape item = (shape.rank() == 4 && shape.size(0) == 1) ? shape.tail() : shape;
		int cells = latent.scaled() ? model.scaling().patch() * model.scaling().patch() : 1;
		boolean fits = item.rank() == 3 && item.size(0) % cells == 0 && Channels.canBe(item.size(0) / cells, model)
				&& item.size(1) >= 1 && item.size(2) >= 1;
		if (!fits) {
			throw new RequestException.UnfitLatent("The latent has the shape %s; %s takes [1, %d, h, w]%s"
				.formatted(shape, model.id(), cells * model.config().latentChannels(), remark(model, latent.scaled())));
		}
		return item;
	}

	private static String remark(Autoencoder model, boolean scaled) {
		if (model.scaling().patch() > 1) {
			return scaled ? " of scaled latents" : " of latents that are not scaled";
		}
		return model.config().structured() ? " or the first of the channels" : "";
	}

	/**
	 * Checks a latent against a model.
	 * @param models which tell what made it
	 * @return its values as float32 {@code [c, h, w]}, as they came: scaled or not,
	 * without the channels that were left off
	 */
	static Tensor check(Autoencoder model, Latent latent, ModelChoice models, boolean force) {
		Tensor values = latent.values();
		if (!values.dtype().isFloat()) {
			throw new RequestException.UnfitLatent(
					"The latent is %s; float32, float16 and bfloat16 are taken".formatted(values.dtype().torchName()));
		}
		Shape item = item(model, latent);
		if (!force) {
			requireEncoder(model, latent, models.encoderOf(latent));
			requireScaling(model, latent, models.maker(latent));
		}
		Tensor floats = values.reshape(item.sizes()).to(DType.F32);
		if (!floats.isFinite()) {
			throw new RequestException.NonFiniteLatent("The latent has values that are infinite or not a number");
		}
		return floats;
	}

	private static void requireEncoder(Autoencoder model, Latent latent, Optional<String> encoder) {
		// Another model, and no digest: nothing says that the encoder is ours.
		boolean other = encoder.map((digest) -> !digest.equals(model.encoderDigest()))
			.orElseGet(() -> latent.model().filter((id) -> !id.equals(model.id())).isPresent());
		if (other) {
			throw new RequestException.OtherEncoder(
					"The latent says that it comes from %s, whose encoder is not that of %s; force=true decodes it all the same"
						.formatted(latent.model().map(Quoted::of).orElse("another model"), model.id()));
		}
	}

	/**
	 * The scaling is not the encoder's: models that share that may differ in it.
	 */
	private static void requireScaling(Autoencoder model, Latent latent, Optional<Autoencoder> maker) {
		boolean other = latent.scaled() && maker.filter((made) -> made.encoderDigest().equals(model.encoderDigest()))
			.filter((made) -> !made.scaling().equals(model.scaling()))
			.isPresent();
		if (other) {
			throw new RequestException.OtherEncoder(
					"The latent says that it was scaled by %s, whose scaling is not that of %s; force=true decodes it all the same"
						.formatted(latent.model().map(Quoted::of).orElse("another model"), model.id()));
		}
	}

	/**
	 * The side to crop a decoded image to.
	 */
	static int crop(String side, OptionalInt wanted, long decoded) {
		int size = wanted.orElse((int) decoded);
		if (size < 1 || size > decoded) {
			throw new RequestException.UnfitLatent(
					"%s is %d, but the latent decodes to %d pixels".formatted(side, size, decoded));
		}
		return size;
	}

}
