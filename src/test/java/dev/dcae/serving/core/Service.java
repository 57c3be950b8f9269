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
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import dev.dcae.serving.Device;
import dev.dcae.serving.DeviceLanes;
import dev.dcae.serving.Scheduler;
import dev.dcae.serving.ServingSettings;
import dev.dcae.serving.Submission;
import dev.dcae.serving.WorkItem;

/**
 * A running scheduler over a fake backend, for tests.
 */
final class Service implements AutoCloseable {

	final ManualClock clock = new ManualClock();

	final RecordedEvents events = new RecordedEvents();

	final Scheduler scheduler;

	private final Backend backend;

	Service(ServingSettings settings, Backend backend, DeviceLanes... devices) {
		this.backend = backend;
		this.scheduler = PooledScheduler.start(settings, List.of(devices), (device) -> Optional.empty(), this.clock,
				this.events);
	}

	/**
	 * Batches of up to eight, one lane, one model.
	 */
	static Service onOneLane(Backend backend) {
		return on(backend, new DeviceLanes(Given.CPU, 1));
	}

	static Service on(Backend backend, DeviceLanes... devices) {
		Service service = new Service(Given.settings(Given.batches(8)), backend, devices);
		Device[] all = List.of(devices).stream().map(DeviceLanes::device).toArray(Device[]::new);
		service.register(Given.MODEL, all).join();
		return service;
	}

	CompletableFuture<Void> register(String model, Device... devices) {
		return this.scheduler.register(Given.model(this.backend, model, devices));
	}

	Submission submit(int id) {
		return submit(id, 8);
	}

	Submission submit(int id, int size) {
		return this.scheduler.submit(Given.item(id, size));
	}

	/**
	 * Submits items that are formed into batches only once all are there.
	 */
	List<Submission> submitTogether(int firstId, int count) {
		List<WorkItem> items = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			items.add(Given.item(firstId + i, 8));
		}
		return this.scheduler.submitAll(items);
	}

	static List<Integer> answers(List<Submission> submissions) throws InterruptedException {
		List<Integer> ids = new ArrayList<>();
		for (Submission submission : submissions) {
			ids.add(Given.id(submission.await().output()));
		}
		return ids;
	}

	@Override
	public void close() {
		this.scheduler.close();
	}

}
