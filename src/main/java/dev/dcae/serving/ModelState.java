package dev.dcae.serving;

import java.util.concurrent.CompletableFuture;

/**
 * What the scheduler knows of one registered model. Guarded by its lock.
 */
final class ModelState {

	final ServedModel model;

	/**
	 * Completed once every replica is ready or has failed, and one is ready.
	 */
	final CompletableFuture<Void> loaded = new CompletableFuture<>();

	/**
	 * Completed once no lane holds a replica any more.
	 */
	final CompletableFuture<Void> unloaded = new CompletableFuture<>();

	/**
	 * Whether a replica was ever ready. Nothing is admitted before.
	 */
	boolean opened;

	/**
	 * Whether {@link #loaded} is decided.
	 */
	boolean loadSettled;

	/**
	 * Whether it admits nothing more and is to go once nothing is outstanding.
	 */
	boolean unloading;

	/**
	 * Its items that are accepted and not settled.
	 */
	long outstanding;

	ModelState(ServedModel model) {
		this.model = model;
	}

	/**
	 * Whether nobody needs its replicas any more.
	 */
	boolean isUnneeded() {
		return this.unloading && this.outstanding == 0;
	}

}
