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

import java.util.function.Predicate;

import dev.dcae.serving.Batching;
import dev.dcae.serving.Bucket;
import dev.dcae.serving.ReplicaKey;
import dev.dcae.serving.ServingSettings;
import dev.dcae.serving.fleet.Fleet;
import dev.dcae.serving.fleet.LaneState;
import dev.dcae.serving.fleet.ModelRegistry;
import dev.dcae.serving.fleet.ModelState;
import dev.dcae.serving.queue.Backlog;
import dev.dcae.serving.queue.BucketQueue;
import dev.dcae.serving.queue.QueuedItem;
import org.jspecify.annotations.Nullable;

/**
 * Forms the next batch for a lane.
 */
final class BatchFormer {

	private final Batching batching;

	private final Backlog backlog;

	private final ModelRegistry models;

	private final Fleet fleet;

	private final BatchLimits limits;

	private final Forecast forecast;

	private final Ledger ledger;

	BatchFormer(ServingSettings settings, Backlog backlog, ModelRegistry models, Fleet fleet, BatchLimits limits,
			Forecast forecast, Ledger ledger) {
		this.batching = settings.batching();
		this.backlog = backlog;
		this.models = models;
		this.fleet = fleet;
		this.limits = limits;
		this.forecast = forecast;
		this.ledger = ledger;
	}

	/**
	 * Takes the next batch out of the backlog. Items that cannot be done before their
	 * deadline any more are settled instead of taken.
	 * @return a batch of at least one item, or null if the lane has nothing to do now
	 */
	@Nullable Batch form(LaneState lane, long now) {
		Predicate<ReplicaKey> served = lane::has;
		for (BucketQueue next = next(lane, served, now); next != null; next = next(lane, served, now)) {
			Batch batch = fill(next, lane, now);
			if (!batch.items().isEmpty()) {
				for (QueuedItem item : batch.items()) {
					lane.take(item, now);
				}
				return batch;
			}
		}
		return null;
	}

	private @Nullable BucketQueue next(LaneState lane, Predicate<ReplicaKey> served, long now) {
		return this.backlog.next(lane.device(), served, now);
	}

	private Batch fill(BucketQueue queue, LaneState lane, long now) {
		Bucket bucket = queue.bucket();
		long itemPixels = queue.itemPixels();
		BatchLimits.Limit limit = this.limits.of(bucket, itemPixels, lane.device());
		boolean alone = this.backlog.items() == 1 && this.fleet.isAlone(lane);
		boolean wide = alone && this.forecast.decideWide(bucket, lane.device(), itemPixels);
		BatchTimes times = new BatchTimes(this.forecast.fresh(bucket, lane.device(), itemPixels, wide, now), itemPixels,
				limit.count(itemPixels));
		long each = this.forecast.inFullBatch(bucket, lane.device(), itemPixels);
		Boarding boarding = new Boarding(queue, lane.device(), limit, share(queue), times, each, this.backlog,
				this.ledger, alone, wide, now);
		Batch batch = boarding.fill(lane::has);
		if (!batch.items().isEmpty()) {
			lane.expect(now + times.expected(batch.items().size()));
		}
		return batch;
	}

	/**
	 * The part of a bucket that a lane may take: all that waits over the number of lanes
	 * that serve it. A lane that took all would answer none of it before the last, while
	 * others run out of work (guided self-scheduling: Polychronopoulos and Kuck, 1987).
	 * Whoever configures a delay asks for large batches and gets them.
	 */
	private int share(BucketQueue queue) {
		ModelState model = this.models.get(queue.bucket().model());
		if (model == null || !this.batching.maxDelay().isZero()) {
			return Integer.MAX_VALUE;
		}
		int lanes = this.fleet.serving(model, ReplicaKey.of(queue.bucket()));
		return Math.ceilDiv(queue.size(), Math.max(1, lanes));
	}

	/**
	 * The time at which the first of the buckets that a lane serves need not wait for
	 * company any more.
	 */
	long nextSendable(LaneState lane) {
		return this.backlog.nextRipe(lane::has);
	}

}
