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

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import dev.dcae.serving.fleet.DeviceState;
import dev.dcae.serving.fleet.Fleet;
import dev.dcae.serving.fleet.LaneState;
import dev.dcae.serving.ReplicaKey;
import dev.dcae.serving.fleet.ReplicaState;
import org.jspecify.annotations.Nullable;

/**
 * Replicas whose last device call failed. Its input may be to blame, or the device; which
 * of them, only another call can tell. It is made when somebody asks: a replica that
 * works pays nothing.
 */
final class ReplicaProbes {

	private final Fleet fleet;

	private final Effects effects;

	ReplicaProbes(Fleet fleet, Effects effects) {
		this.fleet = fleet;
		this.effects = effects;
	}

	/**
	 * A call on a replica failed.
	 */
	void failed(LaneState lane, ReplicaKey key) {
		ReplicaState replica = lane.replicas().get(key);
		if (replica != null) {
			replica.doubt();
		}
	}

	/**
	 * Has each doubtful replica probed, once however many ask.
	 * @return completed when their lanes have done so, or are lost
	 */
	CompletableFuture<Void> probe() {
		List<CompletableFuture<Void>> probes = new ArrayList<>();
		for (DeviceState device : this.fleet.devices()) {
			for (LaneState lane : device.lanes()) {
				if (!lane.isRetired()) {
					probe(lane, probes);
				}
			}
		}
		this.fleet.wakeAll();
		return CompletableFuture.allOf(probes.toArray(CompletableFuture<?>[]::new));
	}

	private static void probe(LaneState lane, List<CompletableFuture<Void>> probes) {
		for (ReplicaState replica : lane.replicas().values()) {
			if (replica.isReady() && replica.isDoubtful()) {
				probes.add(replica.probe());
			}
		}
	}

	/**
	 * A replica of a lane that is to be probed.
	 */
	@Nullable ReplicaKey next(LaneState lane) {
		for (Map.Entry<ReplicaKey, ReplicaState> entry : lane.replicas().entrySet()) {
			if (entry.getValue().isToBeProbed()) {
				return entry.getKey();
			}
		}
		return null;
	}

	/**
	 * A replica was probed.
	 */
	void probed(LaneState lane, ReplicaKey key, boolean well) {
		ReplicaState replica = lane.replicas().get(key);
		if (replica != null) {
			replica.probed(well);
			settle(replica);
		}
	}

	/**
	 * The replicas of a lane are lost or closed.
	 */
	void end(LaneState lane) {
		lane.replicas().values().forEach(this::settle);
	}

	void settle(ReplicaState replica) {
		CompletableFuture<Void> probe = replica.endProbe();
		if (probe != null) {
			this.effects.complete(probe);
		}
	}

}
