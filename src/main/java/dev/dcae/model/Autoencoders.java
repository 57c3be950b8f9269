package dev.dcae.model;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The models that are served, in configured order. The first is the default.
 */
public final class Autoencoders {

	private volatile Map<String, Autoencoder> models = Map.of();

	/**
	 * Adds or replaces a model.
	 */
	public synchronized void put(Autoencoder model) {
		Map<String, Autoencoder> changed = new LinkedHashMap<>(this.models);
		changed.put(model.id(), model);
		this.models = Collections.unmodifiableMap(changed);
	}

	/**
	 * Removes a model, if it is there.
	 */
	public synchronized void remove(String id) {
		Map<String, Autoencoder> changed = new LinkedHashMap<>(this.models);
		changed.remove(id);
		this.models = Collections.unmodifiableMap(changed);
	}

	public Optional<Autoencoder> find(String id) {
		return Optional.ofNullable(this.models.get(id));
	}

	/**
	 * The default model, if any is served.
	 */
	public Optional<Autoencoder> first() {
		return this.models.values().stream().findFirst();
	}

	public Collection<Autoencoder> all() {
		return this.models.values();
	}

}
