package dev.dcae.serving;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What the scheduler knows of one registered model. Guarded by its lock.
 */
final class ModelState {

	final String id;

	final ServedModel model;

	final List<Device> devices;

	/**
	 * Completed once every replica is ready or has failed, and one is ready.
	 */
	final CompletableFuture<Void> loaded = new CompletableFuture<>();

	/**
	 * Completed once no lane holds a replica any more.
	 */
	final CompletableFuture<Void> unloaded = new CompletableFuture<>();

	Phase phase = Phase.LOADING;

	/**
	 * Its items that are accepted and not settled.
	 */
	long outstanding;

	/**
	 * The life of a model. It only ever moves on.
	 */
	enum Phase {

		/**
		 * No replica has been ready yet. Nothing is admitted.
		 */
		LOADING,

		/**
		 * A replica was ready, others are still to be. Items are admitted.
		 */
		OPENED,

		/**
		 * Every replica is ready or has failed, and {@link #loaded} is complete.
		 */
		SERVED,

		/**
		 * It admits nothing more and is to go once nothing is outstanding.
		 */
		UNLOADING

	}

	ModelState(ServedModel model) {
		this.id = model.id();
		this.model = model;
		this.devices = model.devices();
	}

	boolean isOpen() {
		return this.phase == Phase.OPENED || this.phase == Phase.SERVED;
	}

	boolean isUnloading() {
		return this.phase == Phase.UNLOADING;
	}

	/**
	 * Whether nobody needs its replicas any more.
	 */
	boolean isUnneeded() {
		return isUnloading() && this.outstanding == 0;
	}

}
