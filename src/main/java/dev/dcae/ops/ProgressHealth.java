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
package dev.dcae.ops;

import java.time.Duration;
import java.util.Collections;
import java.util.List;

import dev.dcae.serving.Scheduler;
import dev.dcae.serving.ServingStatus;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Tells whether workers make progress or are idle, and a device is left. For liveness:
 * nothing else can be mended by starting anew.
 */
public final class ProgressHealth implements HealthIndicator {

	private final Scheduler scheduler;

	private final Duration patience;

	/**
	 * Health of the lanes.
	 * @param patience the time in which the longest device call or model load is done
	 */
	public ProgressHealth(Scheduler scheduler, Duration patience) {
		this.scheduler = scheduler;
		this.patience = patience;
	}

	@Override
	public Health health() {
		ServingStatus status = this.scheduler.status();
		if (status.devices().stream().allMatch((device) -> device.fault().isPresent())) {
			return Health.down().withDetail("devices", "none is left").build();
		}
		Duration stalled = Collections.max(List.of(status.stalledFor(), status.loadingFor()));
		return (stalled.compareTo(this.patience) > 0) ? Health.down().withDetail("stalled", stalled.toString()).build()
				: Health.up().build();
	}

}
