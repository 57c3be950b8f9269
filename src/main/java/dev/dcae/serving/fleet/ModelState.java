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

import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.dcae.serving.Device;
import dev.dcae.serving.ServedModel;

/**
 * The state of one registered model. Guarded by the scheduler's lock.
 */
public final class ModelState {

	private final String id;

	private final ServedModel model;

	private final List<Device> devices;

	private final CompletableFuture<Void> loaded = new CompletableFuture<>();

	private final CompletableFuture<Void> unloaded = new CompletableFuture<>();

	private Phase phase = Phase.LOADING;

	private long outstanding;

	/**
	 * The life of a model. It only ever moves on.
	 */
	public enum Phase {

		/**
		 * No replica has been ready yet. Nothing is admitted.
		 */
		LOADING,

		/**
		 * A replica was ready, others are still to be. Items are admitted.
		 */
		OPENED,

		/**
		 * Every replica is ready or has failed, and {@link #loaded()} is complete.
		 */
		SERVED,

		/**
		 * It admits nothing more and is to go once nothing is outstanding.
		 */
		UNLOADING

	}

	/**
	 * A model that is to be loaded.
	 */
	public ModelState(ServedModel model) {
		this.id = model.id();
		this.model = model;
		this.devices = model.devices();
	}

	public String id() {
		return this.id;
	}

	public ServedModel model() {
		return this.model;
	}

	public List<Device> devices() {
		return this.devices;
	}

	/**
	 * Completed once every replica is ready or has failed, and one is ready.
	 */
	public CompletableFuture<Void> loaded() {
		return this.loaded;
	}

	/**
	 * Completed once no lane holds a replica any more.
	 */
	public CompletableFuture<Void> unloaded() {
		return this.unloaded;
	}

	public Phase phase() {
		return this.phase;
	}

	void advance(Phase to) {
		this.phase = to;
	}

	/**
	 * Its items that are accepted and not settled.
	 */
	public long outstanding() {
		return this.outstanding;
	}

	/**
	 * An item of its was accepted.
	 */
	public void accept() {
		this.outstanding++;
	}

	/**
	 * An item of its was settled.
	 */
	public void settle() {
		this.outstanding--;
	}

	/**
	 * Tells whether items of its may be admitted.
	 */
	public boolean isOpen() {
		return this.phase == Phase.OPENED || this.phase == Phase.SERVED;
	}

	public boolean isUnloading() {
		return this.phase == Phase.UNLOADING;
	}

	/**
	 * Tells whether nobody needs its replicas any more.
	 */
	public boolean isUnneeded() {
		return isUnloading() && this.outstanding == 0;
	}

}
