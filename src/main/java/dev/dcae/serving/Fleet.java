package dev.dcae.serving;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The devices and their lanes.
 */
final class Fleet {

	private final Map<Device, DeviceState> devices = new LinkedHashMap<>();

	private final Effects effects;

	Fleet(List<DeviceLanes> plan, Effects effects, long now) {
		this.effects = effects;
		for (DeviceLanes lanes : plan) {
			if (this.devices.put(lanes.device(), new DeviceState(lanes, now)) != null) {
				throw new IllegalArgumentException("Device %s is listed twice".formatted(lanes.device()));
			}
		}
		if (this.devices.isEmpty()) {
			throw new IllegalArgumentException("There is no device to run on");
		}
	}

	@Nullable DeviceState device(Device device) {
		return this.devices.get(device);
	}

	Collection<DeviceState> devices() {
		return this.devices.values();
	}

	/**
	 * The lanes of a model's devices that are not lost.
	 */
	Stream<LaneState> lanesOf(ModelState model) {
		return this.devices.values()
			.stream()
			.filter((device) -> model.devices.contains(device.device))
			.flatMap((device) -> device.lanes.stream())
			.filter((lane) -> !lane.retired);
	}

	/**
	 * Whether items of a model can be expected to run: a replica is ready, or is to be
	 * opened and was not seen to fail. A model without hope accepts nothing and lets
	 * nothing wait.
	 */
	boolean hasHope(ModelState model, ReplicaPrecision precision) {
		ReplicaKey key = new ReplicaKey(model.id, precision);
		for (Device device : model.devices) {
			DeviceState state = this.devices.get(device);
			for (LaneState lane : (state != null) ? state.lanes : List.<LaneState>of()) {
				ReplicaState replica = lane.replicas.get(key);
				if (!lane.retired && (replica == null || replica.isHopeful())) {
					return true;
				}
			}
		}
		return false;
	}

	/**
	 * Wakes one idle lane that can run a bucket, if there is one.
	 */
	void wakeFor(Bucket bucket) {
		for (DeviceState device : this.devices.values()) {
			for (LaneState lane : device.lanes) {
				if (lane.idle && lane.serves(bucket)) {
					this.effects.wake(lane);
					return;
				}
			}
		}
	}

	/**
	 * Wakes every idle lane: what there is to do changed for more than one bucket.
	 */
	void wakeAll() {
		for (DeviceState device : this.devices.values()) {
			for (LaneState lane : device.lanes) {
				if (lane.idle) {
					this.effects.wake(lane);
				}
			}
		}
	}

}
