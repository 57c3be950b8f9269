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

import dev.dcae.serving.fleet.Fleet;
import dev.dcae.serving.fleet.LaneState;
import dev.dcae.serving.fleet.Placement;
import dev.dcae.serving.ReplicaKey;
import dev.dcae.serving.queue.Backlog;

/**
 * Decides what a lane does next: replicas first, then the next batch.
 */
final class Dispatcher {

	private final Backlog backlog;

	private final Fleet fleet;

	private final Placement placement;

	private final ModelLifecycle lifecycle;

	private final Ledger ledger;

	private final BatchFormer former;

	private final ReplicaProbes probes;

	Dispatcher(Backlog backlog, Fleet fleet, Placement placement, ModelLifecycle lifecycle, Ledger ledger,
			BatchFormer former, ReplicaProbes probes) {
		this.backlog = backlog;
		this.fleet = fleet;
		this.placement = placement;
		this.lifecycle = lifecycle;
		this.ledger = ledger;
		this.former = former;
		this.probes = probes;
	}

	/**
	 * The next step of a lane that has finished its last.
	 */
	Step next(LaneState lane, long now) {
		lane.rest(now);
		Step step = choose(lane, now);
		switch (step) {
			case Step.Wait _ -> lane.idle();
			case Step.Run _, Step.Open _, Step.Close _, Step.Probe _ -> {
				lane.begin(now);
				// It may have been the one that was woken for what still waits, and the
				// only one that knew when that is to go.
				this.backlog.replicas().forEach(this.fleet::wakeFor);
			}
			case Step.Stop _ -> {
			}
		}
		return step;
	}

	private Step choose(LaneState lane, long now) {
		if (lane.isRetired()) {
			return new Step.Stop();
		}
		this.lifecycle.removeUnloaded();
		ReplicaKey surplus = this.placement.surplus(lane, this.ledger.isStopped(), now);
		if (surplus != null) {
			lane.replica(surplus).close();
			return new Step.Close(surplus);
		}
		if (this.ledger.isStopped()) {
			return new Step.Stop();
		}
		Placement.Due missing = this.placement.missing(lane);
		if (missing != null && missing.from() <= now) {
			lane.replica(missing.replica()).open(now);
			return new Step.Open(missing.replica(), missing.runners());
		}
		ReplicaKey doubtful = this.probes.next(lane);
		if (doubtful != null) {
			return new Step.Probe(doubtful);
		}
		this.backlog.age(now);
		Batch batch = this.former.form(lane, now);
		if (batch != null) {
			return new Step.Run(batch);
		}
		long opening = (missing != null) ? missing.from() : Long.MAX_VALUE;
		long replicas = Math.min(opening, this.placement.nextSurplus(lane));
		return new Step.Wait(Math.min(replicas, this.former.nextSendable(lane)));
	}

}
