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
package dev.dcae.serving.fleet;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.dcae.model.Autoencoder;
import dev.dcae.serving.Device;
import dev.dcae.serving.ServedModels;
import org.jspecify.annotations.Nullable;

/**
 * The one registry of models, from their registration until they are gone. The scheduler
 * reads and writes it under its lock; requests see those that are served, without it.
 */
public final class ModelRegistry implements ServedModels {

	private final Map<String, ModelState> models = new LinkedHashMap<>();

	/**
	 * Every id there ever was, in the order in which they came.
	 */
	private final Set<String> places = new LinkedHashSet<>();

	private volatile Map<String, Autoencoder> served = Map.of();

	public @Nullable ModelState get(String id) {
		return this.models.get(id);
	}

	/**
	 * The devices of a model; none if there is no such model.
	 */
	public List<Device> devicesOf(String id) {
		ModelState model = this.models.get(id);
		return (model != null) ? model.devices() : List.of();
	}

	/**
	 * A copy of what there is.
	 */
	public List<ModelState> registered() {
		return List.copyOf(this.models.values());
	}

	public Collection<ModelState> states() {
		return this.models.values();
	}

	public void add(ModelState model) {
		this.models.put(model.id(), model);
		this.places.add(model.id());
	}

	public void remove(ModelState model) {
		this.models.remove(model.id());
	}

	/**
	 * Moves a model on in its life, and shows those that are served.
	 */
	public void advance(ModelState model, ModelState.Phase phase) {
		model.advance(phase);
		Map<String, Autoencoder> now = new LinkedHashMap<>();
		for (String id : this.places) {
			ModelState state = this.models.get(id);
			if (state != null && state.phase() == ModelState.Phase.SERVED) {
				now.put(id, state.model().autoencoder());
			}
		}
		this.served = Collections.unmodifiableMap(now);
	}

	@Override
	public Optional<Autoencoder> find(String id) {
		return Optional.ofNullable(this.served.get(id));
	}

	@Override
	public Collection<Autoencoder> all() {
		return this.served.values();
	}

}
