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
package dev.dcae.serving;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Predicate;

import dev.dcae.model.Operation;

/**
 * The scheduler at one moment.
 *
 * @param accepting whether it admits work: not draining
 * @param outstanding items accepted and not settled: queued or in flight
 * @param drainPixelsPerSecond the measured rate at which work leaves
 */
public record ServingStatus(boolean accepting, long outstanding, QueueStatus queue, double drainPixelsPerSecond,
		List<ModelStatus> models, List<DeviceStatus> devices, List<LearnedLimit> learned, List<LearnedTime> times) {

	/**
	 * The queue.
	 *
	 * @param oldest how long the oldest item has been there; zero if none waits
	 * @param work the time in which the devices are expected to have run what waits; zero
	 * if nothing does, empty while it was not learned
	 */
	public record QueueStatus(int items, long pixels, Duration oldest, Optional<Duration> work,
			List<BucketStatus> buckets) {
	}

	/**
	 * The queue of one bucket.
	 */
	public record BucketStatus(Bucket bucket, int items, long pixels, Duration oldest) {
	}

	/**
	 * A registered model.
	 *
	 * @param servable whether it admits work
	 * @param loading whether no replica has been ready yet
	 * @param readyReplicas those of its normal precision
	 * @param outstanding its items accepted and not settled
	 */
	public record ModelStatus(String id, boolean servable, boolean loading, boolean unloading, int readyReplicas,
			long outstanding) {
	}

	/**
	 * A device.
	 *
	 * @param fault the sticky fault for which it is quarantined
	 * @param memory empty if unknown, as that of a lost device is
	 */
	public record DeviceStatus(Device device, Optional<String> fault, Optional<DeviceMemory> memory,
			List<LaneStatus> lanes) {

		/**
		 * Tells whether it is not lost, and a replica on it failed on its last call.
		 */
		public boolean isDoubtful() {
			return this.fault.isEmpty() && this.lanes.stream().anyMatch(LaneStatus::isDoubtful);
		}

		/**
		 * Tells whether it is doubtful, and that will not be decided by a call that began
		 * since. How long such a one may take is for liveness to judge.
		 */
		public boolean isFailing() {
			return this.fault.isEmpty() && this.lanes.stream().anyMatch((lane) -> lane.isDoubtful() && !lane.calling());
		}

	}

	/**
	 * A lane.
	 *
	 * @param busyFor how long it has been at what it does; empty if it waits
	 * @param sinceProgress how long ago it last began or finished anything. A busy lane
	 * for which this grows without end hangs
	 * @param calling whether it is in a device call for items
	 */
	public record LaneStatus(int index, Optional<Duration> busyFor, Duration sinceProgress, boolean calling,
			List<ReplicaStatus> replicas) {

		/**
		 * Tells whether a replica of it failed on its last call.
		 */
		public boolean isDoubtful() {
			return this.replicas.stream()
				.anyMatch((replica) -> replica.phase() == ReplicaPhase.READY && replica.doubtful());
		}

		private boolean hasReady(String model) {
			return this.replicas.stream()
				.anyMatch((replica) -> replica.model().equals(model) && replica.phase() == ReplicaPhase.READY);
		}

		private boolean isDoubtful(String model) {
			return this.replicas.stream()
				.anyMatch((replica) -> replica.model().equals(model) && replica.phase() == ReplicaPhase.READY
						&& replica.doubtful());
		}

		/**
		 * Tells whether it is loading a model.
		 */
		public boolean isLoading() {
			return this.replicas.stream().anyMatch((replica) -> replica.phase() == ReplicaPhase.OPENING);
		}

	}

	/**
	 * A replica.
	 *
	 * @param batches device calls that succeeded
	 * @param doubtful whether its last device call failed, and not for want of memory
	 * @param failure why it is not ready, if it failed
	 */
	public record ReplicaStatus(String model, ReplicaPrecision precision, ReplicaPhase phase, long memoryBytes,
			long batches, boolean doubtful, Optional<String> failure) {
	}

	/**
	 * A limit that was learned for the size of batches.
	 *
	 * @param memoryPixels the batch pixels that fit into device memory; empty while it
	 * sufficed
	 * @param kneePixels the batch pixels past which throughput stops growing; empty while
	 * it was seen to grow
	 */
	public record LearnedLimit(String model, Operation operation, Device device, ReplicaPrecision precision,
			OptionalLong memoryPixels, OptionalLong kneePixels) {
	}

	/**
	 * The time that device calls were learned to take.
	 *
	 * @param alone whether these calls had the device to themselves, and were faster for
	 * it
	 * @param itemPixels the least pixels of the items that it is for, which are up to
	 * twice as large
	 * @param calls that it was learned from
	 * @param fixed of a call, whatever its size
	 * @param perMegapixel for each 10^6 pixels of it
	 */
	public record LearnedTime(String model, Operation operation, Device device, ReplicaPrecision precision,
			boolean alone, long itemPixels, long calls, Duration fixed, Duration perMegapixel) {
	}

	/**
	 * This, with the memory of the devices that are not lost.
	 */
	public ServingStatus withMemory(Function<Device, Optional<DeviceMemory>> memory) {
		List<DeviceStatus> known = this.devices.stream()
			.map((device) -> new DeviceStatus(device.device(), device.fault(),
					device.fault().isPresent() ? Optional.empty() : memory.apply(device.device()), device.lanes()))
			.toList();
		return new ServingStatus(this.accepting, this.outstanding, this.queue, this.drainPixelsPerSecond, this.models,
				known, this.learned, this.times);
	}

	/**
	 * Tells whether work is taken: not draining, a model admits it, and so does every
	 * other that was loaded or it is about to go.
	 */
	public boolean isServing() {
		List<ModelStatus> loaded = this.models.stream().filter((model) -> !model.loading()).toList();
		return this.accepting && loaded.stream().anyMatch(ModelStatus::servable)
				&& loaded.stream().allMatch((model) -> model.servable() || model.unloading());
	}

	/**
	 * Tells whether work is taken, and no device fails.
	 */
	public boolean isReady() {
		return isServing() && !isFailing();
	}

	/**
	 * Tells whether the work of a model is taken, and not all of its replicas fail.
	 */
	public boolean isReady(String model) {
		List<LaneStatus> lanes = this.devices.stream()
			.filter((device) -> device.fault().isEmpty())
			.flatMap((device) -> device.lanes().stream())
			.filter((lane) -> lane.hasReady(model))
			.toList();
		return this.accepting && this.models.stream().anyMatch((one) -> one.id().equals(model) && one.servable())
				&& (lanes.isEmpty() || lanes.stream().anyMatch((lane) -> lane.calling() || !lane.isDoubtful(model)));
	}

	/**
	 * Tells whether a device that is not lost failed on its last call.
	 */
	public boolean isDoubtful() {
		return this.devices.stream().anyMatch(DeviceStatus::isDoubtful);
	}

	/**
	 * Tells whether a device that is not lost failed on its last call and is in no other.
	 */
	public boolean isFailing() {
		return this.devices.stream().anyMatch(DeviceStatus::isFailing);
	}

	/**
	 * The time in which the service has made no progress: the longest that a lane at work
	 * has neither begun nor finished a device call. Zero if every lane waits. Lanes that
	 * load a model do not count, since that may take minutes, nor do those of lost
	 * devices.
	 */
	public Duration stalledFor() {
		return longestAtWork((lane) -> !lane.isLoading());
	}

	/**
	 * The longest that a lane has been loading a model; zero if none is. Lanes of lost
	 * devices do not count.
	 */
	public Duration loadingFor() {
		return longestAtWork(LaneStatus::isLoading);
	}

	private Duration longestAtWork(Predicate<LaneStatus> which) {
		return this.devices.stream()
			.filter((device) -> device.fault().isEmpty())
			.flatMap((device) -> device.lanes().stream())
			.filter((lane) -> lane.busyFor().isPresent() && which.test(lane))
			.map(LaneStatus::sinceProgress)
			.max(Duration::compareTo)
			.orElse(Duration.ZERO);
	}

}
