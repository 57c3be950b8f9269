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

import java.time.Duration;
import java.util.Map;
import java.util.function.LongSupplier;

import dev.dcae.serving.ReplicaKey;
import dev.dcae.serving.ReplicaPrecision;
import dev.dcae.serving.RunnerFactory;
import dev.dcae.serving.queue.Backlog;
import dev.dcae.serving.queue.BucketQueue;
import org.jspecify.annotations.Nullable;

/**
 * The replicas that a lane should hold. It follows from the registered models and from
 * what waits, so that loading, unloading, replacing a lane and trying again are all one
 * comparison with what the lane does hold.
 */
public final class Placement {

	/**
	 * The time after its last batch for which a float32 replica is kept.
	 */
	public static final Duration FP32_KEPT = Duration.ofMinutes(5);

	private final long ageing;

	private final Backlog backlog;

	private final ModelRegistry models;

	private final Fleet fleet;

	/**
	 * Plans for a fleet.
	 * @param ageing nanoseconds that retries wait before a second device helps with them
	 */
	public Placement(long ageing, Backlog backlog, ModelRegistry models, Fleet fleet) {
		this.ageing = ageing;
		this.backlog = backlog;
		this.models = models;
		this.fleet = fleet;
	}

	/**
	 * A ready replica that the lane needs no more, if it has one.
	 * @param stopping whether it needs none at all
	 */
	public @Nullable ReplicaKey surplus(LaneState lane, boolean stopping, long now) {
		for (Map.Entry<ReplicaKey, ReplicaState> entry : lane.replicas().entrySet()) {
			ModelState model = this.models.get(entry.getKey().model());
			boolean needed = model != null && !model.isUnneeded() && !stopping;
			if (entry.getValue().isReady() && (!needed || idleFrom(entry.getKey(), entry.getValue()) <= now)) {
				return entry.getKey();
			}
		}
		return null;
	}

	/**
	 * The time from which on the lane has a float32 replica for nothing;
	 * {@link Long#MAX_VALUE} if it has none.
	 */
	public long nextSurplus(LaneState lane) {
		long next = Long.MAX_VALUE;
		for (Map.Entry<ReplicaKey, ReplicaState> entry : lane.replicas().entrySet()) {
			if (entry.getValue().isReady()) {
				next = Math.min(next, idleFrom(entry.getKey(), entry.getValue()));
			}
		}
		return next;
	}

	private long idleFrom(ReplicaKey key, ReplicaState replica) {
		boolean wanted = key.precision() == ReplicaPrecision.NORMAL
				|| this.backlog.retries().stream().anyMatch((queue) -> ReplicaKey.of(queue.bucket()).equals(key));
		return wanted ? Long.MAX_VALUE : replica.usedAt() + FP32_KEPT.toNanos();
	}

	/**
	 * The replica that the lane should open next, at once or later; null if it has all.
	 */
	public @Nullable Due missing(LaneState lane) {
		Due next = null;
		for (ModelState model : this.models.states()) {
			if (!model.isUnneeded() && model.devices().contains(lane.device())) {
				next = earlier(next, due(lane, model, ReplicaPrecision.NORMAL, () -> from(lane, model)));
			}
		}
		for (BucketQueue queue : this.backlog.retries()) {
			ModelState model = this.models.get(queue.bucket().model());
			if (model != null && model.devices().contains(lane.device())) {
				next = earlier(next, due(lane, model, ReplicaPrecision.FP32, () -> fp32From(lane, model, queue)));
			}
		}
		return next;
	}

	/**
	 * The time from which on a lane should open a model's replica: at once, but not while
	 * another lane of its device is loading the model. It would only wait for that; until
	 * then it has other work.
	 */
	private long from(LaneState lane, ModelState model) {
		ReplicaKey key = new ReplicaKey(model.id(), ReplicaPrecision.NORMAL);
		boolean loading = false;
		for (LaneState other : this.fleet.lanesOf(model).toList()) {
			if (other != lane && other.device().equals(lane.device())) {
				if (other.has(key)) {
					return 0;
				}
				ReplicaState replica = other.replicas().get(key);
				loading |= replica != null && replica.isReadyOrOpening();
			}
		}
		return loading ? Long.MAX_VALUE : 0;
	}

	/**
	 * The time from which on a lane should open a float32 replica for a bucket of
	 * retries. The first in need does so at once; another device follows only if retries
	 * have to wait, and a device never has two: the replica costs memory, and retries are
	 * rare.
	 */
	private long fp32From(LaneState lane, ModelState model, BucketQueue retries) {
		ReplicaKey key = ReplicaKey.of(retries.bucket());
		boolean exists = false;
		for (LaneState other : this.fleet.lanesOf(model).toList()) {
			ReplicaState replica = other.replicas().get(key);
			if (replica != null && replica.isReadyOrOpening()) {
				if (other.device().equals(lane.device())) {
					return Long.MAX_VALUE;
				}
				exists = true;
			}
		}
		return exists ? retries.oldestQueuedAt() + this.ageing : 0;
	}

	/**
	 * A replica that failed is not due before its time to be tried again has come, one
	 * that is there or on its way never.
	 */
	private static @Nullable Due due(LaneState lane, ModelState model, ReplicaPrecision precision, LongSupplier asked) {
		ReplicaKey key = new ReplicaKey(model.id(), precision);
		ReplicaState replica = lane.replicas().get(key);
		long from = (replica == null || replica.isFailed()) ? asked.getAsLong() : Long.MAX_VALUE;
		if (from == Long.MAX_VALUE) {
			return null;
		}
		return new Due(key, model.model().runners(), (replica != null) ? Math.max(from, replica.retryAt()) : from);
	}

	private static @Nullable Due earlier(@Nullable Due one, @Nullable Due other) {
		if (one == null || other == null) {
			return (one != null) ? one : other;
		}
		return (other.from() < one.from()) ? other : one;
	}

	/**
	 * A replica to open.
	 *
	 * @param runners of its model
	 * @param from when, on the scheduler's clock
	 */
	public record Due(ReplicaKey replica, RunnerFactory runners, long from) {
	}

}
