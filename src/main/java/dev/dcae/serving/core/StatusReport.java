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
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import dev.dcae.serving.ReplicaPrecision;
import dev.dcae.serving.ServingStatus;
import dev.dcae.serving.fleet.DeviceState;
import dev.dcae.serving.fleet.LaneState;
import dev.dcae.serving.fleet.ModelState;
import dev.dcae.serving.ReplicaKey;
import dev.dcae.serving.fleet.ReplicaState;
import dev.dcae.serving.queue.BucketQueue;

/**
 * Writes down the state of the scheduler.
 */
record StatusReport(SchedulingCore core, long now) {

	ServingStatus status() {
		return new ServingStatus(!this.core.ledger.isDraining(), this.core.ledger.outstanding(), queue(),
				this.core.ledger.drainRate().pixelsPerSecond(),
				this.core.models.states().stream().map(this::model).toList(),
				this.core.fleet.devices().stream().map(this::device).toList(), this.core.learned.status(),
				this.core.times.status());
	}

	private ServingStatus.QueueStatus queue() {
		List<ServingStatus.BucketStatus> buckets = this.core.backlog.buckets()
			.stream()
			.map((queue) -> new ServingStatus.BucketStatus(queue.bucket(), queue.size(), queue.pixels(),
					since(queue.oldestArrival())))
			.toList();
		Duration oldest = buckets.stream()
			.map(ServingStatus.BucketStatus::oldest)
			.max(Duration::compareTo)
			.orElse(Duration.ZERO);
		return new ServingStatus.QueueStatus(this.core.backlog.items(), this.core.backlog.pixels(), oldest, work(),
				buckets);
	}

	/**
	 * The time in which what waits will have run. What was never seen to run counts at
	 * the rate of the rest.
	 */
	private Optional<Duration> work() {
		long nanos = 0;
		long unknown = 0;
		for (BucketQueue queue : this.core.backlog.buckets()) {
			OptionalLong each = this.core.forecast.nanosEach(queue.bucket(), queue.itemPixels());
			nanos += each.orElse(0) * queue.size();
			unknown += each.isPresent() ? 0 : queue.pixels();
		}
		double rate = this.core.ledger.drainRate().pixelsPerSecond();
		if (unknown > 0 && rate <= 0) {
			return Optional.empty();
		}
		return Optional.of(Duration.ofNanos(nanos + ((unknown > 0) ? (long) (1e9 * unknown / rate) : 0)));
	}

	private ServingStatus.ModelStatus model(ModelState model) {
		ReplicaKey key = new ReplicaKey(model.id(), ReplicaPrecision.NORMAL);
		long ready = this.core.fleet.lanesOf(model).filter((lane) -> lane.has(key)).count();
		return new ServingStatus.ModelStatus(model.id(), this.core.admission.admits(model),
				model.phase() == ModelState.Phase.LOADING, model.isUnloading(), (int) ready, model.outstanding());
	}

	private ServingStatus.DeviceStatus device(DeviceState device) {
		return new ServingStatus.DeviceStatus(device.device(),
				Optional.ofNullable(device.fault()).map(Throwable::toString), Optional.empty(),
				device.lanes().stream().map(this::lane).toList());
	}

	private ServingStatus.LaneStatus lane(LaneState lane) {
		Optional<Duration> busyFor = lane.isBusy() ? Optional.of(since(lane.busySince())) : Optional.empty();
		List<ServingStatus.ReplicaStatus> replicas = lane.replicas()
			.entrySet()
			.stream()
			.map((entry) -> replica(entry.getKey(), entry.getValue()))
			.toList();
		return new ServingStatus.LaneStatus(lane.index(), busyFor, since(lane.progressAt()), lane.isCalling(),
				replicas);
	}

	private static ServingStatus.ReplicaStatus replica(ReplicaKey key, ReplicaState replica) {
		return new ServingStatus.ReplicaStatus(key.model(), key.precision(), replica.phase(), replica.memoryBytes(),
				replica.batches(), replica.isDoubtful(),
				Optional.ofNullable(replica.failure()).map(Throwable::toString));
	}

	private Duration since(long then) {
		return Duration.ofNanos(this.now - then);
	}

}
