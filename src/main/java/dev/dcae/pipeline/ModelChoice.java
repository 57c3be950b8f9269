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

import java.util.Comparator;
import java.util.Optional;

import dev.dcae.model.Autoencoder;
import dev.dcae.serving.ServedModels;
import dev.dcae.serving.ServingException;

/**
 * Chooses among the models that are served.
 */
final class ModelChoice {

	private final ServedModels models;

	ModelChoice(ServedModels models) {
		this.models = models;
	}

	/**
	 * A model by its id, or the default one.
	 * @throws RequestException.UnknownModel if it is not served
	 * @throws ServingException.NotReady if it soon will be
	 */
	Autoencoder byId(Optional<String> id) {
		return (id.isPresent() ? this.models.find(id.get()) : this.models.first())
			.orElseThrow(() -> missing(id.orElse("")));
	}

	private RuntimeException missing(String id) {
		return this.models.isExpected(id) ? new ServingException.NotReady(id)
				: new RequestException.UnknownModel(id, this.models.all().stream().map(Autoencoder::id).toList());
	}

	/**
	 * The model that a latent is for: the one that was asked for, else its own where that
	 * is served or soon will be, else one with the same encoder, else the default.
	 * @throws RequestException.UnknownModel if it is not served
	 * @throws ServingException.NotReady if it soon will be
	 */
	Autoencoder of(Latent latent, Optional<String> asked) {
		if (asked.isPresent()) {
			return byId(asked);
		}
		if (latent.model().filter((id) -> this.models.isExpected(id) || this.models.find(id).isPresent()).isPresent()) {
			return byId(latent.model());
		}
		return latent.encoder().flatMap(this::withEncoder).orElseGet(() -> byId(Optional.empty()));
	}

	/**
	 * A small copy that stands for a model, or for one with the same encoder.
	 */
	Optional<Autoencoder> copyOf(Autoencoder model) {
		return this.models.all()
			.stream()
			.filter((each) -> each.latentsOf().isPresent() && each.encoder().equals(model.encoder()))
			.findFirst();
	}

	private Optional<Autoencoder> withEncoder(String digest) {
		// A model itself before a copy of it.
		return this.models.all()
			.stream()
			.filter((model) -> model.encoderDigest().equals(digest))
			.min(Comparator.comparing((model) -> model.latentsOf().isPresent()));
	}

	/**
	 * The digest of the encoder that made a latent: its word, else that of the model it
	 * names.
	 */
	Optional<String> encoderOf(Latent latent) {
		return latent.encoder().or(() -> maker(latent).flatMap(Autoencoder::encoder));
	}

	/**
	 * The model that a latent names, if it is served.
	 */
	Optional<Autoencoder> maker(Latent latent) {
		return latent.model().flatMap(this.models::find);
	}

}
