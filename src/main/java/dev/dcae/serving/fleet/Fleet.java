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

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

import dev.dcae.serving.ReplicaKey;
import dev.dcae.serving.Device;
import dev.dcae.serving.DeviceLanes;
import dev.dcae.serving.ReplicaPrecision;
import org.jspecify.annotations.Nullable;

/**
 * The devices and their lanes.
 */
public final class Fleet {

	private final Map<Device, DeviceState> devices = new LinkedHashMap<>();

	private final Consumer<LaneState> waker;

	/**
	 * The lanes of a plan, which have no threads yet.
	 * @param waker wakes a lane that is idle
	 * @throws IllegalArgumentException if there is no device, or one twice
	 */
	public Fleet(List<DeviceLanes> plan, Consumer<LaneState> waker, long now) {
		this.waker = waker;
		for (DeviceLanes lanes : plan) {
			if (this.devices.put(lanes.device(), new DeviceState(lanes, now)) != null) {
				throw new IllegalArgumentException("Device %s is listed twice".formatted(lanes.device()));
			}
		}
		if (this.devices.isEmpty()) {
			throw new IllegalArgumentException("There is no device to run on");
		}
	}

	public @Nullable DeviceState device(Device device) {
		return this.devices.get(device);
	}

	public Collection<DeviceState> devices() {
		return this.devices.values();
	}

	/**
	 * The lanes of a model's devices that are not lost.
	 */
	public Stream<LaneState> lanesOf(ModelState model) {
		return this.devices.values()
			.stream()
			.filter((device) -> model.devices().contains(device.device()))
			.flatMap((device) -> device.lanes().stream())
			.filter((lane) -> !lane.isRetired());
	}

	/**
	 * Tells whether items of a model can be expected to run: a replica is ready, or is to
	 * be opened and was not seen to fail. A model without hope accepts nothing and lets
	 * nothing wait.
	 */
	public boolean canRun(ModelState model) {
		return anyLane(model, ReplicaPrecision.NORMAL, ReplicaState::isReadyOrComing);
	}

	/**
	 * Tells whether items of a model can be expected to run again in float32. A replica
	 * is opened only for what waits for it, so one that failed counts once it is time to
	 * open it again: it would never be otherwise.
	 */
	public boolean canRunAgain(ModelState model, long now) {
		return anyLane(model, ReplicaPrecision.FP32,
				(replica) -> replica.isReadyOrOpening() || (replica.isFailed() && replica.retryAt() <= now));
	}

	private boolean anyLane(ModelState model, ReplicaPrecision precision, Predicate<ReplicaState> hopeful) {
		ReplicaKey key = new ReplicaKey(model.id(), precision);
		for (Device device : model.devices()) {
			DeviceState state = this.devices.get(device);
			for (LaneState lane : (state != null) ? state.lanes() : List.<LaneState>of()) {
				ReplicaState replica = lane.replicas().get(key);
				if (!lane.isRetired() && (replica == null || hopeful.test(replica))) {
					return true;
				}
			}
		}
		return false;
	}

	/**
	 * Tells whether no other lane of a lane's device is busy.
	 */
	public boolean isAlone(LaneState lane) {
		DeviceState state = this.devices.get(lane.device());
		for (LaneState other : (state != null) ? state.lanes() : List.<LaneState>of()) {
			if (other != lane && other.isBusy()) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Tells whether no lane of a device is busy.
	 */
	public boolean isIdle(Device device) {
		DeviceState state = this.devices.get(device);
		return state != null && state.lanes().stream().noneMatch(LaneState::isBusy);
	}

	/**
	 * The lanes of a device that have a replica, ready.
	 */
	public int serving(Device device, ReplicaKey replica) {
		int lanes = 0;
		DeviceState state = this.devices.get(device);
		for (LaneState lane : (state != null) ? state.lanes() : List.<LaneState>of()) {
			lanes += (!lane.isRetired() && lane.has(replica)) ? 1 : 0;
		}
		return lanes;
	}

	/**
	 * The lanes of a model's devices that have a replica of its, ready.
	 */
	public int serving(ModelState model, ReplicaKey replica) {
		int lanes = 0;
		for (Device device : model.devices()) {
			lanes += serving(device, replica);
		}
		return lanes;
	}

	/**
	 * The time at which the first of the lanes that have a replica is expected to be
	 * free; 0 if one is free, or if that is not known.
	 */
	public long firstFreeAt(ModelState model, ReplicaKey replica) {
		return lanesOf(model).filter((lane) -> lane.has(replica)).mapToLong((lane) -> lane.freeAt()).min().orElse(0);
	}

	/**
	 * Wakes one idle lane that has a replica, if there is one.
	 */
	public void wakeFor(ReplicaKey replica) {
		for (DeviceState device : this.devices.values()) {
			for (LaneState lane : device.lanes()) {
				if (lane.isIdle() && lane.has(replica)) {
					this.waker.accept(lane);
					return;
				}
			}
		}
	}

	/**
	 * Wakes every idle lane: what there is to do changed for more than one bucket.
	 */
	public void wakeAll() {
		for (DeviceState device : this.devices.values()) {
			for (LaneState lane : device.lanes()) {
				if (lane.isIdle()) {
					this.waker.accept(lane);
				}
			}
		}
	}

}
