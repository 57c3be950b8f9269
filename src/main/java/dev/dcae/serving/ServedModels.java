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
package dev.dcae.serving;

import java.util.Collection;
import java.util.Optional;

import dev.dcae.model.Autoencoder;

/**
 * The models that are served, in the order in which they first came. The first is the
 * default. A model is among them from when it is loaded until it is to be unloaded; one
 * that is loaded again takes its old place.
 */
public interface ServedModels {

	Optional<Autoencoder> find(String id);

	/**
	 * The default model, if any is served.
	 */
	default Optional<Autoencoder> first() {
		return all().stream().findFirst();
	}

	Collection<Autoencoder> all();

	/**
	 * Tells whether a model that is not served yet soon will be.
	 */
	default boolean isExpected(String id) {
		return false;
	}

}
