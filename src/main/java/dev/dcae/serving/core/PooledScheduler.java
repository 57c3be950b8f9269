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

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;

import dev.dcae.serving.Device;
import dev.dcae.serving.DeviceLanes;
import dev.dcae.serving.DeviceMemory;
import dev.dcae.serving.NanoClock;
import dev.dcae.serving.Scheduler;
import dev.dcae.serving.ServedModel;
import dev.dcae.serving.ServedModels;
import dev.dcae.serving.ServingListener;
import dev.dcae.serving.ServingSettings;
import dev.dcae.serving.ServingStatus;
import dev.dcae.serving.Submission;
import dev.dcae.serving.WorkItem;
import dev.dcae.serving.fleet.LaneState;
import dev.dcae.serving.queue.QueuedItem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The scheduler: a core that decides under one lock, and lanes that do what it decides,
 * one platform thread each.
 */
public final class PooledScheduler implements Scheduler {

	private static final Logger log = LoggerFactory.getLogger(PooledScheduler.class);

	private static final Duration LANES_END_WITHIN = Duration.ofSeconds(10);

	private final LockedCore core;

	private final ServedModels models;

	private final Function<Device, Optional<DeviceMemory>> memory;

	private final Map<Device, ReadWriteLock> deviceLocks = new ConcurrentHashMap<>();

	private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

	private PooledScheduler(ServingSettings settings, List<DeviceLanes> devices,
			Function<Device, Optional<DeviceMemory>> memory, NanoClock clock, ServingListener listener) {
		this.memory = memory;
		SchedulingCore core = new SchedulingCore(settings, devices, listener, clock.nanos());
		this.models = core.models;
		this.core = new LockedCore(core, clock);
	}

	/**
	 * Starts the lanes of all devices. They hold no model yet.
	 * @param memory of a device, as far as it is known; asked by any thread, and must not
	 * wait for the device: it may hang
	 * @throws IllegalArgumentException if there is no device, or one twice
	 */
	public static PooledScheduler start(ServingSettings settings, List<DeviceLanes> devices,
			Function<Device, Optional<DeviceMemory>> memory, NanoClock clock, ServingListener listener) {
		PooledScheduler scheduler = new PooledScheduler(settings, devices, memory, clock, listener);
		scheduler.core
			.act((core, now) -> core.fleet.devices().forEach((device) -> device.lanes().forEach(scheduler::startLane)));
		return scheduler;
	}

	@Override
	public CompletableFuture<Void> register(ServedModel model) {
		return this.core.decide((core, now) -> core.lifecycle.register(model)).copy();
	}

	@Override
	public CompletableFuture<Void> unregister(String model) {
		return this.core.decide((core, now) -> core.lifecycle.unregister(model)).copy();
	}

	@Override
	public ServedModels models() {
		return this.models;
	}

	@Override
	public List<Submission> submitAll(List<WorkItem> items) {
		return this.core.decide((core, now) -> core.admission.admit(items, now))
			.stream()
			.map(this::submission)
			.toList();
	}

	@Override
	public Submission submitPatiently(WorkItem item) {
		return submission(this.core.decide((core, now) -> core.admission.admit(List.of(item), true, now)).getFirst());
	}

	private Submission submission(QueuedItem item) {
		return new QueuedSubmission(item, this.core);
	}

	@Override
	public CompletableFuture<Void> drain() {
		return this.core.decide((core, now) -> core.ledger.drain()).copy();
	}

	@Override
	public CompletableFuture<Void> probe() {
		return this.core.decide((core, now) -> core.probes.probe()).copy();
	}

	@Override
	public ServingStatus status() {
		return this.core.decide(SchedulingCore::status).withMemory(this.memory);
	}

	@Override
	public NanoClock clock() {
		return this.core::nanos;
	}

	@Override
	public void close() {
		this.core.act((core, now) -> core.ledger.stop(now));
		long until = System.nanoTime() + LANES_END_WITHIN.toNanos();
		boolean interrupted = false;
		for (Thread thread : this.threads) {
			try {
				Duration left = Duration.ofNanos(until - System.nanoTime());
				if (interrupted || !thread.join(left.isPositive() ? left : Duration.ZERO)) {
					log.warn("{} did not end in time; the process ends without it", thread.getName());
				}
			}
			catch (InterruptedException ex) {
				interrupted = true;
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	private void startLane(LaneState state) {
		ReadWriteLock deviceLock = this.deviceLocks.computeIfAbsent(state.device(),
				(device) -> new ReentrantReadWriteLock());
		Lane lane = new Lane(state, this.core, deviceLock, this::startLane);
		Thread thread = Thread.ofPlatform()
			.daemon()
			.name("lane-" + state.device() + "-" + state.index())
			.unstarted(lane);
		state.start(thread);
		this.threads.removeIf((other) -> other.getState() == Thread.State.TERMINATED);
		thread.start();
		this.threads.add(thread);
	}

}
