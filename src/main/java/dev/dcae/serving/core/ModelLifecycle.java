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
package dev.dcae.serving.core;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

import dev.dcae.serving.Device;
import dev.dcae.serving.ReplicaPrecision;
import dev.dcae.serving.ServedModel;
import dev.dcae.serving.ServingEvent;
import dev.dcae.serving.ServingException;
import dev.dcae.serving.fleet.DeviceState;
import dev.dcae.serving.fleet.Fleet;
import dev.dcae.serving.fleet.LaneState;
import dev.dcae.serving.fleet.ModelRegistry;
import dev.dcae.serving.fleet.ModelState;
import dev.dcae.serving.ReplicaKey;
import dev.dcae.serving.fleet.ReplicaState;
import dev.dcae.serving.limits.LearnedLimits;
import dev.dcae.serving.limits.LearnedTimes;
import dev.dcae.serving.queue.Backlog;
import dev.dcae.serving.queue.QueuedItem;
import org.jspecify.annotations.Nullable;

/**
 * Models come and go, and their replicas with them.
 */
final class ModelLifecycle {

	private final Backlog backlog;

	private final ModelRegistry models;

	private final Fleet fleet;

	private final LearnedLimits learned;

	private final LearnedTimes times;

	private final Ledger ledger;

	private final Effects effects;

	ModelLifecycle(Backlog backlog, ModelRegistry models, Fleet fleet, LearnedLimits learned, LearnedTimes times,
			Ledger ledger, Effects effects) {
		this.backlog = backlog;
		this.models = models;
		this.fleet = fleet;
		this.learned = learned;
		this.times = times;
		this.ledger = ledger;
		this.effects = effects;
	}

	/**
	 * Adds a model, for its devices' lanes to open.
	 */
	CompletableFuture<Void> register(ServedModel model) {
		if (this.ledger.isDraining()) {
			throw new ServingException.Draining();
		}
		if (this.models.get(model.id()) != null) {
			throw new IllegalStateException("Model '%s' is registered already".formatted(model.id()));
		}
		for (Device device : model.devices()) {
			if (this.fleet.device(device) == null) {
				throw new IllegalArgumentException(
						"Model '%s' wants device %s, which this service does not have".formatted(model.id(), device));
			}
		}
		ModelState state = new ModelState(model);
		this.models.add(state);
		this.fleet.wakeAll();
		checkLoaded(state);
		return state.loaded();
	}

	/**
	 * Admits no more items of a model, and has its replicas closed once those accepted
	 * are settled.
	 */
	CompletableFuture<Void> unregister(String id) {
		ModelState model = this.models.get(id);
		if (model == null) {
			throw new ServingException.UnknownModel(id);
		}
		if (!model.isUnloading()) {
			this.models.advance(model, ModelState.Phase.UNLOADING);
			this.effects.fail(model.loaded(), new ServingException.UnknownModel(id));
			this.fleet.wakeAll();
			removeUnloaded();
		}
		return model.unloaded();
	}

	void opened(LaneState lane, ReplicaKey key, long memoryBytes, long now) {
		ReplicaState replica = lane.replicas().get(key);
		if (replica == null) {
			return;
		}
		replica.ready(memoryBytes, now);
		Duration time = Duration.ofNanos(now - replica.openingSince());
		this.effects.publish(new ServingEvent.ReplicaOpened(key.model(), key.precision(), lane.device(), time));
		ModelState model = this.models.get(key.model());
		if (model != null && !lane.isRetired()) {
			if (model.phase() == ModelState.Phase.LOADING) {
				this.models.advance(model, ModelState.Phase.OPENED);
			}
			checkLoaded(model);
		}
		// The device's other lanes have waited for it.
		this.fleet.wakeAll();
	}

	void failed(LaneState lane, ReplicaKey key, Throwable cause, long now) {
		ReplicaState replica = lane.replicas().get(key);
		if (replica == null) {
			return;
		}
		replica.fail(cause, now);
		this.effects.publish(new ServingEvent.ReplicaFailed(key.model(), key.precision(), lane.device(), cause));
		giveUpUnrunnable(now);
		// What is left may be for another lane to open one for.
		this.fleet.wakeAll();
	}

	void closed(LaneState lane, ReplicaKey key) {
		ReplicaState replica = lane.replicas().remove(key);
		CompletableFuture<Void> probe = (replica != null) ? replica.endProbe() : null;
		if (probe != null) {
			this.effects.complete(probe);
		}
		removeUnloaded();
	}

	/**
	 * Removes the models that are to go and that no lane holds any more.
	 */
	void removeUnloaded() {
		for (ModelState model : this.models.registered()) {
			if (model.isUnneeded()) {
				removeUnlessHeld(model);
			}
		}
	}

	/**
	 * Settles what waits for models that no lane can be expected to run, after a lane or
	 * a replica was lost.
	 */
	void giveUpUnrunnable(long now) {
		for (ModelState model : this.models.registered()) {
			boolean runnable = this.fleet.canRun(model);
			if (!runnable) {
				giveUp(new ReplicaKey(model.id(), ReplicaPrecision.NORMAL), now);
			}
			if (!runnable || !this.fleet.canRunAgain(model, now)) {
				giveUp(new ReplicaKey(model.id(), ReplicaPrecision.FP32), now);
			}
			checkLoaded(model);
		}
		removeUnloaded();
	}

	private void giveUp(ReplicaKey key, long now) {
		for (QueuedItem item : this.backlog.itemsOf((bucket) -> ReplicaKey.of(bucket).equals(key))) {
			this.ledger.giveUp(item, new ServingException.NotReady(key.model()), now);
		}
	}

	/**
	 * Settles the loading of a model once each of its replicas is ready or has failed.
	 */
	private void checkLoaded(ModelState model) {
		if (model.phase() == ModelState.Phase.SERVED || model.isUnloading()) {
			return;
		}
		Throwable failure = Objects.requireNonNullElseGet(faultOf(model),
				() -> new ServingException.NotReady(model.id()));
		boolean ready = false;
		for (LaneState lane : this.fleet.lanesOf(model).toList()) {
			ReplicaState replica = lane.replicas().get(new ReplicaKey(model.id(), ReplicaPrecision.NORMAL));
			if (replica == null || (replica.isReadyOrComing() && !replica.isReady())) {
				return;
			}
			ready |= replica.isReady();
			failure = Objects.requireNonNullElse(replica.failure(), failure);
		}
		this.models.advance(model, ready ? ModelState.Phase.SERVED : ModelState.Phase.UNLOADING);
		if (ready) {
			this.effects.complete(model.loaded());
		}
		else {
			this.effects.fail(model.loaded(), failure);
			removeUnloaded();
		}
	}

	/**
	 * The fault of a device of a model, if one is lost: the lanes that failed for it are
	 * no more.
	 */
	private @Nullable Throwable faultOf(ModelState model) {
		for (Device device : model.devices()) {
			DeviceState state = this.fleet.device(device);
			Throwable fault = (state != null) ? state.fault() : null;
			if (fault != null) {
				return fault;
			}
		}
		return null;
	}

	private void removeUnlessHeld(ModelState model) {
		String id = model.id();
		boolean held = this.fleet.lanesOf(model)
			.flatMap((lane) -> lane.replicas().entrySet().stream())
			.anyMatch((entry) -> entry.getKey().model().equals(id) && !entry.getValue().isFailed());
		if (!held) {
			this.fleet.lanesOf(model)
				.forEach((lane) -> lane.replicas().keySet().removeIf((key) -> key.model().equals(id)));
			this.models.remove(model);
			this.learned.forget(id);
			this.times.forget(id);
			this.effects.complete(model.unloaded());
		}
	}

}
