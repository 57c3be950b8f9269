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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import dev.dcae.serving.Caller;
import dev.dcae.serving.Deadline;
import dev.dcae.serving.Device;
import dev.dcae.serving.DispatchReason;
import dev.dcae.serving.ReplicaKey;
import dev.dcae.serving.ServingException;
import dev.dcae.serving.queue.Backlog;
import dev.dcae.serving.queue.BucketQueue;
import dev.dcae.serving.queue.QueuedItem;
import org.jspecify.annotations.Nullable;

/**
 * Fills one batch from one bucket: with the items of the caller whose turn it is, and
 * with those of others, each at its own caller's expense.
 */
final class Boarding {

	private final BucketQueue queue;

	private final Device device;

	private final BatchLimits.Limit limit;

	private final BatchTimes times;

	private final long nanosEach;

	private final Backlog backlog;

	private final Ledger ledger;

	private final boolean alone;

	private final boolean wide;

	private final long now;

	private final List<QueuedItem> taken = new ArrayList<>();

	/**
	 * The items that wait for another batch than this.
	 */
	private final Set<QueuedItem> passed = new HashSet<>();

	/**
	 * The callers of the bucket, and whether they have had so much more of the device
	 * than the one whose turn it is that their items may not make the batch slow.
	 */
	private final Map<Caller, Boolean> ahead = new HashMap<>();

	private long pixels;

	/**
	 * The most items, so that each of those taken is done in time.
	 */
	private int most;

	private double openerServed;

	private int ofOthersAhead;

	/**
	 * A batch without items.
	 * @param share the most items that this lane should take
	 * @param nanosEach that are booked for each item
	 * @param alone whether nothing else waits, and nothing runs on the device
	 * @param wide whether the batch is to have all cores for that
	 */
	Boarding(BucketQueue queue, Device device, BatchLimits.Limit limit, int share, BatchTimes times, long nanosEach,
			Backlog backlog, Ledger ledger, boolean alone, boolean wide, long now) {
		this.queue = queue;
		this.device = device;
		this.limit = limit;
		this.times = times;
		this.nanosEach = nanosEach;
		this.backlog = backlog;
		this.ledger = ledger;
		this.alone = alone;
		this.wide = wide;
		this.now = now;
		this.most = share;
	}

	/**
	 * Takes items out of the backlog. Those that cannot be done in time any more are
	 * settled.
	 * @param served whether the lane has a replica
	 * @return a batch of none or more
	 */
	Batch fill(Predicate<ReplicaKey> served) {
		DispatchReason why = DispatchReason.LANE_FREE;
		Predicate<QueuedItem> mayGo = (item) -> !this.passed.contains(item) && mayGo(item, served);
		for (QueuedItem item = next(mayGo); item != null; item = next(mayGo)) {
			int fits = inTimeWith(item);
			if (fits == 0) {
				this.ledger.fail(item, new ServingException.DeadlineMissed());
				continue;
			}
			if (!this.limit.admits(this.taken.size(), this.pixels, item.pixels())) {
				why = DispatchReason.FULL;
				break;
			}
			if (!this.taken.isEmpty() && this.taken.size() >= this.most) {
				break;
			}
			if (fits <= this.taken.size()) {
				this.passed.add(item);
				continue;
			}
			take(item);
			this.most = Math.min(this.most, fits);
			if (item.isDisplaced()) {
				break;
			}
		}
		return new Batch(this.queue.bucket(), List.copyOf(this.taken), why, this.alone, this.wide);
	}

	private @Nullable QueuedItem next(Predicate<QueuedItem> mayGo) {
		return this.queue.next(this.device, mayGo);
	}

	private void take(QueuedItem item) {
		if (this.taken.isEmpty()) {
			this.openerServed = this.backlog.served(item, this.device);
		}
		this.ofOthersAhead += isAhead(item) ? 1 : 0;
		this.backlog.take(item, this.device, this.nanosEach);
		this.taken.add(item);
		this.pixels += item.pixels();
	}

	/**
	 * The items of the largest batch with which this one is done in time; 0 if it cannot
	 * be. Where more waits than a batch takes, one that has waited until it leaves no
	 * time for a batch worth its time gives way to others: the devices would otherwise be
	 * kept with small batches of what is nearly late.
	 */
	private int inTimeWith(QueuedItem item) {
		Deadline deadline = item.work().deadline();
		if (deadline.isNone()) {
			return Integer.MAX_VALUE;
		}
		long left = deadline.nanos() - this.now;
		int aim = Math.max(1, Math.min(Math.min(this.times.full(), this.most), this.queue.size() + this.taken.size()));
		if (left <= 0) {
			return 0;
		}
		if (this.times.nearlyAll(aim) <= left) {
			return Integer.MAX_VALUE;
		}
		int items = this.times.largestWithin(left, aim);
		boolean crowded = this.queue.size() + this.taken.size() > this.times.full();
		boolean hadTime = this.times.nearlyAll(aim) <= deadline.nanos() - item.arrival();
		return (crowded && hadTime && !this.times.isWorthwhile(items, aim)) ? 0 : items;
	}

	/**
	 * Less urgent items of a caller ride along with its urgent ones, unless that would
	 * keep other urgent ones of its waiting. Those of callers who are ahead may double
	 * the time of the batch and no more.
	 */
	private boolean mayGo(QueuedItem item, Predicate<ReplicaKey> served) {
		if (this.taken.isEmpty()) {
			return true;
		}
		if (item.isDisplaced() || this.backlog.moreUrgentElsewhere(item, served)) {
			return false;
		}
		int without = this.taken.size() - this.ofOthersAhead;
		return !isAhead(item) || this.times.expected(this.taken.size() + 1) <= 2 * this.times.expected(without);
	}

	/**
	 * Tells whether an item's caller is ahead by more than a half of a full batch: less
	 * is a matter of whose turn was first.
	 */
	private boolean isAhead(QueuedItem item) {
		return this.ahead.computeIfAbsent(item.work().caller(), (caller) -> this.backlog.served(item, this.device)
				- this.openerServed > this.times.expected(this.times.full()) / 2.0);
	}

}
