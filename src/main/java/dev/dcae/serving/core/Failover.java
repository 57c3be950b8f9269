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

import java.util.Optional;

import dev.dcae.serving.Device;
import dev.dcae.serving.ServingEvent;
import dev.dcae.serving.ServingException;
import dev.dcae.serving.fleet.DeviceState;
import dev.dcae.serving.fleet.Fleet;
import dev.dcae.serving.fleet.LaneState;
import dev.dcae.serving.queue.QueuedItem;

/**
 * Lost lanes and lost devices, and what becomes of the items they had.
 */
final class Failover {

	private final Fleet fleet;

	private final ModelLifecycle lifecycle;

	private final Ledger ledger;

	private final Effects effects;

	private final ReplicaProbes probes;

	Failover(Fleet fleet, ModelLifecycle lifecycle, Ledger ledger, Effects effects, ReplicaProbes probes) {
		this.fleet = fleet;
		this.lifecycle = lifecycle;
		this.ledger = ledger;
		this.effects = effects;
		this.probes = probes;
	}

	/**
	 * Takes a device with a sticky fault out of service. The items of all of its lanes go
	 * elsewhere at once: a lane that hangs in a call on it may never return.
	 */
	void quarantine(Device device, Throwable cause, long now) {
		DeviceState state = this.fleet.device(device);
		if (state == null || state.fault() != null) {
			return;
		}
		state.quarantine(cause);
		this.effects.publish(new ServingEvent.DeviceQuarantined(device, cause));
		for (LaneState lane : state.lanes()) {
			displace(lane, cause, now);
		}
		this.fleet.wakeAll();
		this.lifecycle.giveUpUnrunnable(now);
		if (this.fleet.devices().stream().allMatch((other) -> other.fault() != null)) {
			this.effects.publish(new ServingEvent.NoDeviceLeft());
		}
	}

	/**
	 * Replaces a lane that died of something unexpected.
	 * @return the lane to start in its place; empty if none is needed
	 */
	Optional<LaneState> replace(LaneState lane, Throwable cause, long now) {
		DeviceState state = this.fleet.device(lane.device());
		if (lane.isRetired() || state == null) {
			return Optional.empty();
		}
		lane.retire();
		Optional<LaneState> replacement = Optional.empty();
		if (!this.ledger.isStopped()) {
			LaneState fresh = new LaneState(lane.device(), lane.index(), now);
			state.replace(fresh);
			this.effects.publish(new ServingEvent.LaneReplaced(lane.device(), lane.index(), cause));
			replacement = Optional.of(fresh);
		}
		displace(lane, cause, now);
		this.lifecycle.giveUpUnrunnable(now);
		// What it was loading is for another to load.
		this.fleet.wakeAll();
		return replacement;
	}

	private void displace(LaneState lane, Throwable cause, long now) {
		this.probes.end(lane);
		for (QueuedItem item : lane.inFlight()) {
			if (item.isDisplaced()) {
				this.ledger.giveUp(item, new ServingException.ItemFailed(cause), now);
			}
			else {
				item.displace();
				this.effects.publish(new ServingEvent.Requeued(item.bucket(), lane.device()));
				this.ledger.requeue(item, item.bucket(), now);
			}
		}
	}

}
