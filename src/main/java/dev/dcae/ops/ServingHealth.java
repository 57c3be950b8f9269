package dev.dcae.ops;

import dev.dcae.serving.Scheduler;
import dev.dcae.serving.ServingStatus;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Whether the service can take work: not draining, and every model has a replica that is
 * ready. For readiness.
 */
public final class ServingHealth implements HealthIndicator {

	private final Scheduler scheduler;

	public ServingHealth(Scheduler scheduler) {
		this.scheduler = scheduler;
	}

	@Override
	public Health health() {
		ServingStatus status = this.scheduler.status();
		boolean ready = status.accepting() && !status.models().isEmpty()
				&& status.models().stream().allMatch((model) -> model.servable() || model.unloading());
		Health.Builder health = ready ? Health.up() : Health.outOfService();
		status.models()
			.forEach((model) -> health.withDetail(model.id(), "%d replicas".formatted(model.readyReplicas())));
		status.devices()
			.forEach((device) -> device.fault().ifPresent((fault) -> health.withDetail(device.device().name(), fault)));
		return health.build();
	}

}
