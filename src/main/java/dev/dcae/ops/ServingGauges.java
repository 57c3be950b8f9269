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
import java.util.Optional;
import java.util.function.ToDoubleFunction;

import dev.dcae.serving.Device;
import dev.dcae.serving.DeviceMemory;
import dev.dcae.serving.Scheduler;
import dev.dcae.serving.ServingStatus;
import dev.dcae.serving.ServingStatus.DeviceStatus;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;

/**
 * Shows what waits and what works, at the moment of the scrape.
 */
public final class ServingGauges implements MeterBinder {

	/**
	 * The gauges of one scrape are read within this.
	 */
	private static final long SCRAPE_NANOS = Duration.ofMillis(20).toNanos();

	private static final String DEVICE = "device";

	private final Scheduler scheduler;

	private @Nullable ServingStatus last;

	private long lastAt;

	public ServingGauges(Scheduler scheduler) {
		this.scheduler = scheduler;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		gauge(registry, "dcae.queue.items", "items", "Items that wait for a device",
				(status) -> status.queue().items());
		gauge(registry, "dcae.queue.pixels", "pixels", "Pixels of the items that wait for a device",
				(status) -> status.queue().pixels());
		gauge(registry, "dcae.queue", "seconds", "Time in which the devices are expected to have run what waits",
				(status) -> status.queue().work().map(ServingGauges::seconds).orElse(Double.NaN));
		gauge(registry, "dcae.queue.oldest", "seconds", "How long the first of the items that wait has waited",
				(status) -> seconds(status.queue().oldest()));
		gauge(registry, "dcae.outstanding", "items", "Items that wait or are on a device", ServingStatus::outstanding);
		gauge(registry, "dcae.drain.rate", "pixels", "Pixels that leave the queue in a second, as measured",
				ServingStatus::drainPixelsPerSecond);
		gauge(registry, "dcae.stalled", "seconds",
				"How long a lane at work has neither begun nor finished a device call",
				(status) -> seconds(status.stalledFor()));
		for (DeviceStatus device : this.scheduler.status().devices()) {
			bind(registry, device);
		}
	}

	private void bind(MeterRegistry registry, DeviceStatus at) {
		Device device = at.device();
		gauge(registry, device, "dcae.lanes", null, "Lanes of the device", (status) -> status.lanes().size());
		gauge(registry, device, "dcae.lanes.busy", null, "Lanes that are at work",
				(status) -> status.lanes().stream().filter((lane) -> lane.busyFor().isPresent()).count());
		gauge(registry, device, "dcae.replica.memory", "bytes", "Weights of the models on the device",
				(status) -> status.lanes()
					.stream()
					.flatMap((lane) -> lane.replicas().stream())
					.mapToLong(ServingStatus.ReplicaStatus::memoryBytes)
					.sum());
		gauge(registry, device, "dcae.device.quarantined", null,
				"1 if the device is lost for good, after a fault from which it does not recover",
				(status) -> status.fault().isPresent() ? 1 : 0);
		memory(registry, device, "dcae.device.memory.used",
				"Memory in use: of a GPU, by all processes, asked at most once a second while it works; of the CPU, the resident set of this process",
				DeviceMemory::usedBytes);
		memory(registry, device, "dcae.device.memory.total",
				"Memory that there is: of the CPU, that of the container or of the machine", DeviceMemory::totalBytes);
		memory(registry, device, "dcae.device.memory.peak",
				"The most memory that was seen in use since the process began", DeviceMemory::peakBytes);
	}

	/**
	 * Shows memory; where it is not known there is no sample: see {@link NumbersOnly}.
	 */
	private void memory(MeterRegistry registry, Device device, String name, String description,
			ToDoubleFunction<DeviceMemory> value) {
		gauge(registry, device, name, "bytes", description, (status) -> {
			Optional<DeviceMemory> memory = status.memory();
			return memory.isPresent() ? value.applyAsDouble(memory.get()) : Double.NaN;
		});
	}

	private void gauge(MeterRegistry registry, Device device, String name, @Nullable String unit, String description,
			ToDoubleFunction<DeviceStatus> value) {
		register(registry, name, unit, description, Tags.of(DEVICE, device.name()),
				(status) -> status.devices()
					.stream()
					.filter((one) -> one.device().equals(device))
					.mapToDouble(value)
					.findFirst()
					.orElse(Double.NaN));
	}

	private void gauge(MeterRegistry registry, String name, String unit, String description,
			ToDoubleFunction<ServingStatus> value) {
		register(registry, name, unit, description, Tags.empty(), value);
	}

	private void register(MeterRegistry registry, String name, @Nullable String unit, String description, Tags tags,
			ToDoubleFunction<ServingStatus> value) {
		Gauge.builder(name, () -> value.applyAsDouble(status()))
			.baseUnit(unit)
			.description(description)
			.tags(tags)
			.strongReference(true)
			.register(registry);
	}

	/**
	 * One state for all gauges of a scrape: they agree, and the scheduler is asked once.
	 */
	private synchronized ServingStatus status() {
		ServingStatus status = this.last;
		if (status == null || System.nanoTime() - this.lastAt > SCRAPE_NANOS) {
			status = this.scheduler.status();
			this.last = status;
			this.lastAt = System.nanoTime();
		}
		return status;
	}

	private static double seconds(Duration duration) {
		return duration.toNanos() / 1e9;
	}

}
