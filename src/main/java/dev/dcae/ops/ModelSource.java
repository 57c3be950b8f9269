package dev.dcae.ops;

/**
 * Makes configured models ready to be served.
 */
@FunctionalInterface
public interface ModelSource {

	/**
	 * Prepares a model.
	 * @throws RuntimeException if it cannot be used, saying why
	 */
	PreparedModel prepare(ModelSpec spec);

}
