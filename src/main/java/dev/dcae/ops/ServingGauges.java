package dev.dcae.ops;

import java.time.Duration;
import java.util.function.ToDoubleFunction;

import dev.dcae.serving.Scheduler;
import dev.dcae.serving.ServingStatus;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * What waits and what works, at the moment of the scrape.
 */
public final class ServingGauges implements MeterBinder {

	private final Scheduler scheduler;

	public ServingGauges(Scheduler scheduler) {
		this.scheduler = scheduler;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		gauge(registry, "dcae.queue.items", "items", (status) -> status.queue().items());
		gauge(registry, "dcae.queue.pixels", "pixels", (status) -> status.queue().pixels());
		gauge(registry, "dcae.queue.oldest", "seconds", (status) -> seconds(status.queue().oldest()));
		gauge(registry, "dcae.items.outstanding", "items", ServingStatus::outstanding);
		gauge(registry, "dcae.drain.rate", "pixels", ServingStatus::drainPixelsPerSecond);
		gauge(registry, "dcae.stalled", "seconds", (status) -> seconds(status.stalledFor()));
		gauge(registry, "dcae.replica.memory", "bytes",
				(status) -> status.devices()
					.stream()
					.flatMap((device) -> device.lanes().stream())
					.flatMap((lane) -> lane.replicas().stream())
					.mapToLong(ServingStatus.ReplicaStatus::memoryBytes)
					.sum());
		gauge(registry, "dcae.devices.quarantined", "devices",
				(status) -> status.devices().stream().filter((device) -> device.fault().isPresent()).count());
	}

	private void gauge(MeterRegistry registry, String name, String unit, ToDoubleFunction<ServingStatus> value) {
		Gauge.builder(name, this.scheduler, (scheduler) -> value.applyAsDouble(scheduler.status()))
			.baseUnit(unit)
			.register(registry);
	}

	private static double seconds(Duration duration) {
		return duration.toNanos() / 1e9;
	}

}
