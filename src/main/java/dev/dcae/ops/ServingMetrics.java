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

import java.util.Locale;

import dev.dcae.serving.Bucket;
import dev.dcae.serving.Device;
import dev.dcae.serving.ServingEvent;
import dev.dcae.serving.ServingException;
import dev.dcae.serving.ServingListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;

/**
 * Counts and times what the scheduler does. Tags are bounded: models are configured,
 * operations, devices and outcomes few.
 */
public final class ServingMetrics implements ServingListener {

	private static final Meters.Borders ITEMS = new Meters.Borders(new double[] { 1, 2, 4, 8, 16, 32, 64, 128 },
			new double[] { 1, 4, 16, 64 });

	private static final Meters.Borders PIXELS = new Meters.Borders(new double[] { 1 << 12, 1 << 14, 1 << 16, 1 << 18,
			1 << 19, 1 << 20, 1 << 21, 1 << 22, 1 << 23, 1 << 24, 1 << 26 },
			new double[] { 1 << 16, 1 << 18, 1 << 20, 1 << 22, 1 << 24 });

	private final Meters meters;

	public ServingMetrics(MeterRegistry registry, boolean fine) {
		this.meters = new Meters(registry, fine);
	}

	@Override
	public void on(ServingEvent event) {
		switch (event) {
			case ServingEvent.Accepted _ -> {
				// Counted when it ends: every accepted item does.
			}
			case ServingEvent.Rejected rejected -> rejected(rejected);
			case ServingEvent.Answered answered ->
				item(tags(answered.bucket()), answered.answer().finite() ? "answered" : "not_finite");
			case ServingEvent.Unanswered unanswered -> {
				item(tags(unanswered.bucket()), outcome(unanswered.reason()));
				if (unanswered.reason() instanceof ServingException.Cancelled && !unanswered.dispatched()) {
					cancelled(unanswered.bucket().model()).increment();
				}
			}
			case ServingEvent.BatchRan ran -> ran(ran);
			case ServingEvent.OutOfMemory memory -> outOfMemory(memory.bucket().model(), memory.device()).increment();
			case ServingEvent.BatchFailed failed -> failed(failed.bucket().model(), failed.device()).increment();
			case ServingEvent.RetriedInFp32 retried -> retried(retried.bucket().model(), retried.device()).increment();
			case ServingEvent.Requeued requeued -> requeued(requeued.bucket().model(), requeued.lost()).increment();
			case ServingEvent.ReplicaOpened opened -> opened(opened);
			case ServingEvent.ReplicaFailed failed -> unopened(failed.model(), failed.device()).increment();
			case ServingEvent.LaneReplaced replaced -> replaced(replaced.device()).increment();
			case ServingEvent.DeviceQuarantined _ -> {
				// A gauge: it is for good.
			}
			case ServingEvent.NoDeviceLeft _ -> {
				// The process ends; see DeviceWatch.
			}
		}
	}

	/**
	 * Counts a refusal. A name that a client makes up for a model is no tag.
	 */
	private void rejected(ServingEvent.Rejected rejected) {
		if (!(rejected.reason() instanceof ServingException.UnknownModel)) {
			item(Tags.of("model", rejected.model(), "operation", rejected.operation().method()),
					outcome(rejected.reason()));
		}
	}

	private void ran(ServingEvent.BatchRan ran) {
		Tags tags = tags(ran.bucket()).and("device", ran.device().name());
		this.meters
			.timer("dcae.batch", "Device calls that succeeded, by why their batch was sent when it was",
					tags.and("reason", Meters.name(ran.why())))
			.record(ran.time());
		this.meters.summary("dcae.batch.items", "Items of a device call", "items", ITEMS, tags)
			.record(ran.items().size());
		this.meters.summary("dcae.batch.pixels", "Pixels of a device call", "pixels", PIXELS, tags)
			.record(ran.pixels());
		thrownAway(ran.bucket().model()).increment(ran.thrownAway());
	}

	/**
	 * Counts a replica, and shows as zero what happens rarely: the first time is an
	 * increase.
	 */
	private void opened(ServingEvent.ReplicaOpened opened) {
		this.meters
			.timer("dcae.replica.load", "Replicas that were loaded and warmed up",
					tags(opened.model(), opened.device()))
			.record(opened.time());
		cancelled(opened.model());
		thrownAway(opened.model());
		unopened(opened.model(), opened.device());
		replaced(opened.device());
		outOfMemory(opened.model(), opened.device());
		failed(opened.model(), opened.device());
		retried(opened.model(), opened.device());
		requeued(opened.model(), opened.device());
	}

	private Counter cancelled(String model) {
		return this.meters.counter("dcae.items.cancelled.queued",
				"Items that nobody waited for any more before a device was spent on them: their client hung up, or another item of their request failed",
				Tags.of("model", model));
	}

	private Counter thrownAway(String model) {
		return this.meters.counter("dcae.items.thrown.away",
				"Items that a device was spent on and nobody waited for any more", Tags.of("model", model));
	}

	private Counter unopened(String model, Device device) {
		return this.meters.counter("dcae.replica.failed", "Replicas that could not be opened", tags(model, device));
	}

	private Counter replaced(Device device) {
		return this.meters.counter("dcae.lane.replaced", "Lanes that died of something unexpected and were replaced",
				Tags.of("device", device.name()));
	}

	private Counter outOfMemory(String model, Device device) {
		return this.meters.counter("dcae.batch.out.of.memory",
				"Device calls that ran out of memory and were split, or ended with too large an item",
				tags(model, device));
	}

	private Counter failed(String model, Device device) {
		return this.meters.counter("dcae.batch.failed",
				"Device calls of several items that failed and whose items ran again singly", tags(model, device));
	}

	private Counter retried(String model, Device device) {
		return this.meters.counter("dcae.items.retried.fp32",
				"Items that overflowed in half precision and ran again in float32", tags(model, device));
	}

	private Counter requeued(String model, Device device) {
		return this.meters.counter("dcae.items.requeued", "Items whose lane was lost and that were queued again",
				tags(model, device));
	}

	private void item(Tags tags, String outcome) {
		this.meters
			.counter("dcae.items", "Work items by what became of them; a request has one or many",
					tags.and("outcome", outcome))
			.increment();
	}

	private static Tags tags(Bucket bucket) {
		return Tags.of("model", bucket.model(), "operation", bucket.operation().method());
	}

	private static Tags tags(String model, Device device) {
		return Tags.of("model", model, "device", device.name());
	}

	/**
	 * The class of the reason: {@code queue_full}, {@code deadline_missed}.
	 */
	private static String outcome(ServingException reason) {
		return reason.getClass().getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
	}

}
