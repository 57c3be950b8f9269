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

import dev.dcae.serving.Answer;
import dev.dcae.serving.Bucket;
import dev.dcae.serving.Device;
import dev.dcae.serving.ItemResult;
import dev.dcae.serving.ReplicaPrecision;
import dev.dcae.serving.ServingEvent;
import dev.dcae.serving.ServingException;
import dev.dcae.serving.Timings;
import dev.dcae.serving.WorkItem;
import dev.dcae.serving.fleet.Fleet;
import dev.dcae.serving.fleet.LaneState;
import dev.dcae.serving.fleet.ModelRegistry;
import dev.dcae.serving.fleet.ModelState;
import dev.dcae.serving.ReplicaKey;
import dev.dcae.serving.fleet.ReplicaState;
import dev.dcae.serving.limits.LearnedLimits;
import dev.dcae.serving.limits.LearnedTimes;
import dev.dcae.serving.limits.ServiceTime;
import dev.dcae.serving.queue.Backlog;
import dev.dcae.serving.queue.QueuedItem;

/**
 * Draws the consequences of device calls, for their items and for the limits of later
 * batches.
 */
final class Results {

	private final ModelRegistry models;

	private final Fleet fleet;

	private final LearnedLimits learned;

	private final LearnedTimes times;

	private final Backlog backlog;

	private final Forecast forecast;

	private final Ledger ledger;

	private final Effects effects;

	private final ReplicaProbes probes;

	Results(ModelRegistry models, Fleet fleet, LearnedLimits learned, LearnedTimes times, Backlog backlog,
			Forecast forecast, Ledger ledger, Effects effects, ReplicaProbes probes) {
		this.models = models;
		this.fleet = fleet;
		this.learned = learned;
		this.times = times;
		this.backlog = backlog;
		this.forecast = forecast;
		this.ledger = ledger;
		this.effects = effects;
		this.probes = probes;
	}

	/**
	 * Those items of a part of a batch that are still worth device time: not cancelled,
	 * not bound to be late, not given to another lane meanwhile.
	 */
	List<QueuedItem> begin(LaneState lane, Batch batch, List<QueuedItem> part, long now) {
		List<QueuedItem> wanted = new ArrayList<>(part.size());
		for (QueuedItem item : part) {
			if (item.isHeldBy(lane) && item.isMissedAt(now + least(item, lane.device(), batch.wide(), now))) {
				this.ledger.fail(item, new ServingException.DeadlineMissed());
			}
			if (item.isHeldBy(lane) && !item.isSettled()) {
				wanted.add(item);
			}
		}
		if (wanted.isEmpty()) {
			lane.progress(now);
		}
		else {
			lane.call(now);
		}
		return wanted;
	}

	/**
	 * The least time in which a device can run an item, as far as it is known.
	 */
	private long least(QueuedItem item, Device device, boolean alone, long now) {
		ServiceTime time = this.forecast.fresh(item.bucket(), device, item.pixels(), alone, now);
		return (time != null) ? (long) time.nearlyAll(item.pixels()) : 0;
	}

	/**
	 * A device call succeeded.
	 * @param wide whether it took another time than beside calls of other lanes, from
	 * which nothing is to be learned about these
	 */
	void ran(LaneState lane, Batch batch, List<QueuedItem> part, List<ItemResult> results, boolean wide, long startedAt,
			long now) {
		if (lane.isRetired()) {
			// What a lost device says is not believed, and its items are elsewhere.
			return;
		}
		lane.progress(now);
		long pixels = pixels(part);
		Bucket bucket = batch.bucket();
		this.learned.memory(bucket, lane.device()).ran(pixels, pixels / part.size());
		if (!wide) {
			this.learned.throughput(bucket, lane.device()).ran(pixels, now - startedAt);
		}
		long itemPixels = part.getFirst().pixels();
		this.times.ran(bucket, lane.device(), itemPixels, wide, pixels, now - startedAt, now);
		if (batch.alone()) {
			this.times.lone().ran(bucket, lane.device(), itemPixels, wide, now - startedAt, now);
		}
		ReplicaState replica = lane.replicas().get(ReplicaKey.of(bucket));
		if (replica != null) {
			replica.ran(now);
		}
		Duration time = Duration.ofNanos(now - startedAt);
		List<WorkItem> items = part.stream().map((item) -> item.work()).toList();
		int thrownAway = (int) part.stream().filter(QueuedItem::isSettled).count();
		this.effects
			.publish(new ServingEvent.BatchRan(bucket, lane.device(), items, pixels, time, batch.why(), thrownAway));
		for (int i = 0; i < part.size(); i++) {
			QueuedItem item = part.get(i);
			this.backlog.charge(item, lane.device(), (now - startedAt) / part.size());
			Timings timings = new Timings(Duration.ofNanos(item.takenAt() - item.arrival()),
					Duration.ofNanos(startedAt - item.takenAt()), time, part.size());
			settle(lane, item, results.get(i), bucket, timings, now);
		}
	}

	private void settle(LaneState lane, QueuedItem item, ItemResult result, Bucket bucket, Timings timings, long now) {
		boolean inFp32 = bucket.precision() == ReplicaPrecision.FP32;
		Answer answer = new Answer(result.output(), result.finite(), inFp32, lane.device(), timings);
		if (result.finite() || inFp32) {
			this.ledger.answer(item, answer, now);
		}
		else if (item.isHeldBy(lane) && !item.isSettled()) {
			ModelState model = this.models.get(bucket.model());
			if (model != null && model.model().retriesInFp32() && this.fleet.canRunAgain(model, now)) {
				item.fallBackOn(answer);
				this.effects.publish(new ServingEvent.RetriedInFp32(bucket, lane.device()));
				this.ledger.requeue(item, bucket.inFp32(), now);
			}
			else {
				this.ledger.answer(item, answer, now);
			}
		}
	}

	/**
	 * A device call ran out of memory.
	 */
	void ranOut(LaneState lane, Batch batch, List<QueuedItem> part, long now) {
		lane.progress(now);
		long pixels = pixels(part);
		this.learned.memory(batch.bucket(), lane.device()).ranOut(pixels);
		this.effects.publish(new ServingEvent.OutOfMemory(batch.bucket(), lane.device(), part.size(), pixels));
	}

	/**
	 * A device call of several items failed.
	 */
	void failed(LaneState lane, Batch batch, List<QueuedItem> part, RuntimeException cause, long now) {
		lane.progress(now);
		this.probes.failed(lane, ReplicaKey.of(batch.bucket()));
		this.effects.publish(new ServingEvent.BatchFailed(batch.bucket(), lane.device(), part.size(), cause));
	}

	/**
	 * An item did not fit even alone on its device.
	 */
	void tooLarge(LaneState lane, QueuedItem item, long now) {
		if (item.isHeldBy(lane)) {
			long pixels = item.pixels();
			long fits = this.learned.memory(item.bucket(), lane.device()).largestThatFits(pixels);
			this.ledger.giveUp(item, new ServingException.TooLarge(pixels, fits), now);
		}
	}

	/**
	 * The model failed on an item alone.
	 */
	void itemFailed(LaneState lane, Batch batch, QueuedItem item, RuntimeException cause, long now) {
		lane.progress(now);
		this.probes.failed(lane, ReplicaKey.of(batch.bucket()));
		if (item.isHeldBy(lane)) {
			this.ledger.giveUp(item, new ServingException.ItemFailed(cause), now);
		}
	}

	private static long pixels(List<QueuedItem> items) {
		long pixels = 0;
		for (QueuedItem item : items) {
			pixels += item.pixels();
		}
		return pixels;
	}

}
