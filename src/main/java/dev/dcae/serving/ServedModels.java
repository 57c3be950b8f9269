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

}
