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

import dev.dcae.serving.Scheduler;
import dev.dcae.serving.ServingStatus;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Tells whether the service can take work: not draining, every model that is loaded has a
 * replica that is ready, and no device failed on what it was last given. For readiness.
 * Where one did, this has it run something small, now: its input may have been to blame.
 * Where it is at work again already, that is not known yet, and not held against it.
 */
public final class ServingHealth implements HealthIndicator {

	private final Scheduler scheduler;

	private final Duration patience;

	/**
	 * Health of the models.
	 * @param patience with a device that is probed; to be shorter than that of whoever
	 * asks
	 */
	public ServingHealth(Scheduler scheduler, Duration patience) {
		this.scheduler = scheduler;
		this.patience = patience;
	}

	@Override
	public Health health() {
		ServingStatus status = this.scheduler.probed(this.patience);
		Health.Builder health = status.isReady() ? Health.up() : Health.outOfService();
		status.models()
			.forEach((model) -> health.withDetail(model.id(), "%d replicas".formatted(model.readyReplicas())));
		status.devices().forEach((device) -> {
			String name = device.device().name();
			device.fault().ifPresent((fault) -> health.withDetail(name, fault));
			if (device.isDoubtful()) {
				health.withDetail(name, "failed on its last call");
			}
		});
		return health.build();
	}

}
