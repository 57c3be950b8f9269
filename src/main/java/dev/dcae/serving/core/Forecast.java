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

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

import dev.dcae.serving.Bucket;
import dev.dcae.serving.Device;
import dev.dcae.serving.ReplicaKey;
import dev.dcae.serving.ServingSettings;
import dev.dcae.serving.WorkItem;
import dev.dcae.serving.fleet.Fleet;
import dev.dcae.serving.fleet.ModelRegistry;
import dev.dcae.serving.fleet.ModelState;
import dev.dcae.serving.limits.LearnedTimes;
import dev.dcae.serving.limits.ServiceTime;
import dev.dcae.serving.queue.Backlog;
import dev.dcae.serving.queue.BucketQueue;
import dev.dcae.serving.queue.QueuedItem;
import org.jspecify.annotations.Nullable;

/**
 * Tells when items would be done, by the times that were learned and by what waits. Where
 * nothing is learned it tells nothing.
 */
final class Forecast {

	private final ServingSettings settings;

	private final Backlog backlog;

	private final ModelRegistry models;

	private final Fleet fleet;

	private final BatchLimits limits;

	private final LearnedTimes times;

	Forecast(ServingSettings settings, Backlog backlog, ModelRegistry models, Fleet fleet, BatchLimits limits,
			LearnedTimes times) {
		this.settings = settings;
		this.backlog = backlog;
		this.models = models;
		this.fleet = fleet;
		this.limits = limits;
		this.times = times;
	}

	/**
	 * The learned times of a bucket's items on a device, unless they are too old to turn
	 * anybody away.
	 * @param wide whether an item has the device to itself, and all of its cores
	 */
	@Nullable ServiceTime fresh(Bucket bucket, Device device, long itemPixels, boolean wide, long now) {
		ServiceTime time = this.times.known(bucket, device, itemPixels, wide);
		return (time != null && time.isFresh(now)) ? time : null;
	}

	/**
	 * Decides whether an item that has a device to itself is to have all of its cores.
	 */
	boolean decideWide(Bucket bucket, Device device, long itemPixels) {
		return this.times.lone().next(bucket, device, itemPixels);
	}

	/**
	 * The time of a device that an item takes in a full batch, in nanoseconds; 0 where
	 * nothing is learned.
	 */
	long inFullBatch(Bucket bucket, Device device, long itemPixels) {
		ServiceTime time = this.times.known(bucket, device, itemPixels, false);
		if (time == null) {
			return 0;
		}
		int count = this.limits.of(bucket, itemPixels, device).count(itemPixels);
		return (long) (time.nanos((double) count * itemPixels) / count);
	}

	/**
	 * The time that an item adds to the wait of those behind it, with all lanes at work
	 * on full batches, in nanoseconds.
	 * @return empty where nothing is learned
	 */
	OptionalLong nanosEach(Bucket bucket, long itemPixels) {
		double perNano = 0;
		ModelState model = this.models.get(bucket.model());
		if (model != null) {
			ReplicaKey replica = ReplicaKey.of(bucket);
			for (Device device : model.devices()) {
				long nanos = inFullBatch(bucket, device, itemPixels);
				perNano += (nanos > 0) ? this.fleet.serving(device, replica) / (double) nanos : 0;
			}
		}
		return (perNano > 0) ? OptionalLong.of((long) (1 / perNano)) : OptionalLong.empty();
	}

	/**
	 * The time at which an item would be done if it were queued now: when a lane is free,
	 * what goes before it has run, and so has the batch that it rides in: a full one
	 * where more waits, unless it never had the time for that.
	 * @param before items of its bucket that come with it and go before it
	 * @return a time on the scheduler's clock; empty where nothing is learned
	 */
	OptionalLong doneAt(WorkItem work, int before, long now) {
		Bucket bucket = Bucket.of(work);
		ModelState model = this.models.get(bucket.model());
		OptionalLong each = nanosEach(bucket, work.pixels());
		if (model == null || each.isEmpty()) {
			return OptionalLong.empty();
		}
		ReplicaKey replica = ReplicaKey.of(bucket);
		Map<Device, Integer> serving = new LinkedHashMap<>();
		model.devices().forEach((device) -> serving.put(device, this.fleet.serving(device, replica)));
		int lanes = this.fleet.serving(model, replica);
		int ahead = before + this.backlog.ahead(work, QueuedItem.dueBy(work, now, this.settings));
		int waiting = waiting(bucket) + before + 1;
		long left = work.deadline().nanos() - now;
		int batch = 1;
		double own = 0;
		for (Device device : model.devices()) {
			if (serving.getOrDefault(device, 0) > 0) {
				boolean alone = waiting == 1 && this.backlog.items() == 0 && this.fleet.isIdle(device);
				boolean wide = alone && this.times.lone().isWide(bucket, device, work.pixels());
				ServiceTime time = fresh(bucket, device, work.pixels(), wide, now);
				if (time == null) {
					return OptionalLong.empty();
				}
				int full = this.limits.of(bucket, work.pixels(), device).count(work.pixels());
				boolean rides = waiting > full && time.nearlyAll((double) full * work.pixels()) <= left;
				int count = rides ? full : Math.min(full, Math.min(ahead + 1, Math.ceilDiv(waiting, lanes)));
				batch = Math.max(batch, count);
				own = Math.max(own, time.nearlyAll((double) count * work.pixels()));
			}
		}
		long wait = this.backlog.nanosBefore(work, ahead - ahead % batch, each.getAsLong(), serving);
		return OptionalLong.of(Math.max(now, this.fleet.firstFreeAt(model, replica)) + wait + (long) own);
	}

	private int waiting(Bucket bucket) {
		BucketQueue queue = this.backlog.bucket(bucket);
		return (queue != null) ? queue.size() : 0;
	}

}
