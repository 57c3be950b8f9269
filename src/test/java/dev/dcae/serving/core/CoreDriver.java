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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import dev.dcae.serving.Device;
import dev.dcae.serving.DeviceFaultException;
import dev.dcae.serving.DeviceLanes;
import dev.dcae.serving.ItemResult;
import dev.dcae.serving.ServedModel;
import dev.dcae.serving.ServingException;
import dev.dcae.serving.ServingSettings;
import dev.dcae.serving.ServingStatus;
import dev.dcae.serving.WorkItem;
import dev.dcae.serving.fleet.DeviceState;
import dev.dcae.serving.fleet.LaneState;
import dev.dcae.serving.fleet.ModelState;
import dev.dcae.serving.ReplicaKey;
import dev.dcae.serving.queue.QueuedItem;

/**
 * Drives the core without a thread: one decision after the other, at times of the test's
 * choosing.
 */
final class CoreDriver {

	final ManualClock clock = new ManualClock();

	final RecordedEvents events = new RecordedEvents();

	final SchedulingCore core;

	final LockedCore locked;

	CoreDriver(ServingSettings settings, DeviceLanes... devices) {
		List<DeviceLanes> plan = (devices.length > 0) ? List.of(devices) : List.of(new DeviceLanes(Given.CPU, 1));
		this.core = new SchedulingCore(settings, plan, this.events, this.clock.nanos());
		this.locked = new LockedCore(this.core, this.clock);
	}

	/**
	 * A core with one lane that serves one model.
	 */
	static CoreDriver serving(ServingSettings settings, DeviceLanes... devices) {
		CoreDriver driver = new CoreDriver(settings, devices);
		Device[] all = driver.core.fleet.devices().stream().map((device) -> device.device()).toArray(Device[]::new);
		driver.serve(Given.model(Given.MODEL, all));
		return driver;
	}

	void register(ServedModel model) {
		CompletableFuture<Void> _ = this.locked.decide((core, now) -> core.lifecycle.register(model));
	}

	void unregister(String model) {
		CompletableFuture<Void> _ = this.locked.decide((core, now) -> core.lifecycle.unregister(model));
	}

	void drain() {
		CompletableFuture<Void> _ = this.locked.decide((core, now) -> core.ledger.drain());
	}

	void serve(ServedModel model) {
		register(model);
		for (DeviceState device : this.core.fleet.devices()) {
			for (LaneState lane : device.lanes()) {
				open(lane);
			}
		}
	}

	/**
	 * Lets a lane open what it wants to.
	 */
	Step open(LaneState lane) {
		Step step = next(lane);
		while (step instanceof Step.Open open) {
			opened(lane, open.replica());
			step = next(lane);
		}
		return step;
	}

	/**
	 * The step in which a lane opens a replica.
	 */
	Step opening(ReplicaKey replica) {
		ModelState model = this.core.models.get(replica.model());
		if (model == null) {
			throw new AssertionError("No model " + replica.model());
		}
		return new Step.Open(replica, model.model().runners());
	}

	LaneState lane(Device device, int index) {
		DeviceState state = this.core.fleet.device(device);
		if (state == null) {
			throw new AssertionError("No device " + device);
		}
		return state.lanes().get(index);
	}

	LaneState lane() {
		return this.core.fleet.devices().iterator().next().lanes().getFirst();
	}

	QueuedItem submit(WorkItem item) {
		return this.locked.decide((core, now) -> core.admission.admit(List.of(item), now)).getFirst();
	}

	QueuedItem submitPatiently(WorkItem item) {
		return this.locked.decide((core, now) -> core.admission.admit(List.of(item), true, now)).getFirst();
	}

	void submit(int firstId, int count, int size) {
		for (int i = 0; i < count; i++) {
			submit(Given.item(firstId + i, size));
		}
	}

	void cancel(QueuedItem item) {
		fail(item, new ServingException.Cancelled());
	}

	void fail(QueuedItem item, ServingException reason) {
		this.locked.act((core, now) -> core.ledger.fail(item, reason));
	}

	/**
	 * The items of a batch that its lane brings to the device.
	 */
	List<QueuedItem> begin(LaneState lane, Batch batch) {
		return this.locked.decide((core, now) -> core.results.begin(lane, batch, batch.items(), now));
	}

	Step next(LaneState lane) {
		return this.locked.decide((core, now) -> core.dispatcher.next(lane, now));
	}

	/**
	 * The identities in the next batch of the first lane; none if it has to wait.
	 */
	List<Integer> batch() {
		return batch(lane());
	}

	List<Integer> batch(LaneState lane) {
		return (next(lane) instanceof Step.Run run) ? ids(run.batch()) : List.of();
	}

	static List<Integer> ids(Batch batch) {
		return batch.items().stream().map((item) -> Given.id(item.work().input())).toList();
	}

	/**
	 * All the batches that the first lane would run, one after the other.
	 */
	List<List<Integer>> batches() {
		List<List<Integer>> batches = new ArrayList<>();
		for (List<Integer> batch = batch(); !batch.isEmpty(); batch = batch()) {
			batches.add(batch);
		}
		return batches;
	}

	/**
	 * Runs a batch to its end: each item's output is its input.
	 */
	void finish(LaneState lane, Batch batch, Duration time) {
		finish(lane, batch, time, true);
	}

	void finish(LaneState lane, Batch batch, Duration time, boolean finite) {
		long startedAt = this.clock.nanos();
		this.clock.advance(time);
		ran(lane, batch, batch.items(), startedAt, finite);
	}

	/**
	 * A device call for items of a batch has ended.
	 */
	void ran(LaneState lane, Batch batch, List<QueuedItem> items, long startedAt, boolean finite) {
		List<ItemResult> results = items.stream().map((item) -> new ItemResult(item.work().input(), finite)).toList();
		this.locked.act((core, now) -> core.results.ran(lane, batch, items, results, false, startedAt, now));
	}

	/**
	 * Has the first lane run so many batches of items of a size, which take so long.
	 */
	void teach(int batches, int items, int size, Duration time) {
		for (int i = 0; i < batches; i++) {
			submit(0, items, size);
			finish(lane(), ((Step.Run) next(lane())).batch(), time);
		}
	}

	/**
	 * The reason for which an item ended without an answer.
	 */
	static Throwable failure(QueuedItem item) {
		try {
			item.future().join();
			throw new AssertionError("The item has an answer");
		}
		catch (CompletionException ex) {
			return (ex.getCause() != null) ? ex.getCause() : ex;
		}
	}

	CompletableFuture<Void> probeAfterFailure(LaneState lane, ReplicaKey replica) {
		this.locked.act((core, now) -> core.probes.failed(lane, replica));
		return probe();
	}

	CompletableFuture<Void> probe() {
		return this.locked.decide((core, now) -> core.probes.probe());
	}

	/**
	 * A replica was probed, and is well.
	 */
	void probed(LaneState lane, ReplicaKey replica) {
		this.locked.act((core, now) -> core.probes.probed(lane, replica, true));
	}

	void quarantine(Device device) {
		this.locked
			.act((core, now) -> core.failover.quarantine(device, new DeviceFaultException("injected", null), now));
	}

	/**
	 * A lane dies of something unexpected.
	 */
	void replace(LaneState lane) {
		Optional<LaneState> _ = this.locked
			.decide((core, now) -> core.failover.replace(lane, new IllegalStateException("injected"), now));
	}

	void opened(LaneState lane, ReplicaKey replica) {
		this.locked.act((core, now) -> core.lifecycle.opened(lane, replica, 0, now));
	}

	void openFailed(LaneState lane, ReplicaKey replica) {
		this.locked
			.act((core, now) -> core.lifecycle.failed(lane, replica, new IllegalStateException("injected"), now));
	}

	void closed(LaneState lane, ReplicaKey replica) {
		this.locked.act((core, now) -> core.lifecycle.closed(lane, replica));
	}

	ServingStatus status() {
		return this.locked.decide(SchedulingCore::status);
	}

}
