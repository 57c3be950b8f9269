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

import java.util.List;

import dev.dcae.serving.DeviceLanes;
import dev.dcae.serving.ServingListener;
import dev.dcae.serving.ServingSettings;
import dev.dcae.serving.ServingStatus;
import dev.dcae.serving.fleet.Fleet;
import dev.dcae.serving.fleet.ModelRegistry;
import dev.dcae.serving.fleet.Placement;
import dev.dcae.serving.limits.LearnedLimits;
import dev.dcae.serving.limits.LearnedTimes;
import dev.dcae.serving.queue.Backlog;

/**
 * The scheduler without its threads: plain data and decisions, driven from outside. The
 * same calls at the same times decide the same. Not thread-safe.
 */
final class SchedulingCore {

	final Effects effects;

	final Backlog backlog;

	final ModelRegistry models = new ModelRegistry();

	final Fleet fleet;

	final LearnedLimits learned = new LearnedLimits();

	final LearnedTimes times = new LearnedTimes();

	final Forecast forecast;

	final Ledger ledger;

	final Admission admission;

	final ReplicaProbes probes;

	final ModelLifecycle lifecycle;

	final Dispatcher dispatcher;

	final Results results;

	final Failover failover;

	SchedulingCore(ServingSettings settings, List<DeviceLanes> plan, ServingListener listener, long now) {
		this.effects = new Effects(listener);
		BatchLimits limits = new BatchLimits(settings, this.models, this.learned);
		this.backlog = new Backlog(settings.ageing().toNanos(), limits::restsUntil, this.models::devicesOf);
		this.fleet = new Fleet(plan, this.effects::wake, now);
		this.forecast = new Forecast(settings, this.backlog, this.models, this.fleet, limits, this.times);
		this.ledger = new Ledger(this.backlog, this.models, this.fleet, this.effects);
		this.admission = new Admission(settings, this.backlog, this.models, this.fleet, this.forecast, this.ledger,
				this.effects);
		this.probes = new ReplicaProbes(this.fleet, this.effects);
		this.lifecycle = new ModelLifecycle(this.backlog, this.models, this.fleet, this.learned, this.times,
				this.ledger, this.effects);
		BatchFormer former = new BatchFormer(settings, this.backlog, this.models, this.fleet, limits, this.forecast,
				this.ledger);
		Placement placement = new Placement(settings.ageing().toNanos(), this.backlog, this.models, this.fleet);
		this.dispatcher = new Dispatcher(this.backlog, this.fleet, placement, this.lifecycle, this.ledger, former,
				this.probes);
		this.results = new Results(this.models, this.fleet, this.learned, this.times, this.backlog, this.forecast,
				this.ledger, this.effects, this.probes);
		this.failover = new Failover(this.fleet, this.lifecycle, this.ledger, this.effects, this.probes);
	}

	ServingStatus status(long now) {
		return new StatusReport(this, now).status();
	}

}
