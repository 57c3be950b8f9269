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
package dev.dcae.serving.queue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import dev.dcae.serving.Bucket;
import dev.dcae.serving.Caller;
import dev.dcae.serving.Device;
import dev.dcae.serving.ReplicaKey;
import dev.dcae.serving.WorkItem;
import org.jspecify.annotations.Nullable;

/**
 * All that waits of one caller, and what the caller has had of the devices. Callers share
 * them as buckets do within a class, but counted in time.
 */
final class CallerQueue {

	final Caller caller;

	private final List<PriorityClass> classes = new ArrayList<>();

	private final Map<Device, Turn> turns = new HashMap<>();

	private CallerLoad load = CallerLoad.NONE;

	CallerQueue(Caller caller) {
		this.caller = caller;
		for (int rank = 0; rank <= WorkItem.MOST_URGENT; rank++) {
			this.classes.add(new PriorityClass(this, rank));
		}
	}

	/**
	 * Its place among those who share a device.
	 */
	Turn turn(Device device) {
		return this.turns.computeIfAbsent(device, (absent) -> new Turn(this));
	}

	CallerLoad load() {
		return this.load;
	}

	boolean isEmpty() {
		return this.load.items() == 0;
	}

	void add(QueuedItem item, BucketQueue bucket) {
		this.load = this.load.plus(new CallerLoad(1, item.pixels()));
		this.classes.get(item.rank()).add(item, bucket);
	}

	void remove(QueuedItem item, BucketQueue bucket) {
		this.load = this.load.plus(new CallerLoad(-1, -item.pixels()));
		this.classes.get(item.rank()).remove(item, bucket);
	}

	PriorityClass classOf(QueuedItem item) {
		return this.classes.get(item.rank());
	}

	/**
	 * Tells the first item of a class that has been in it for long enough to rise.
	 */
	@Nullable QueuedItem aged(int rank, long before) {
		QueuedItem oldest = this.classes.get(rank).oldest();
		return (oldest != null && oldest.rankedAt() <= before) ? oldest : null;
	}

	/**
	 * The flow whose turn it is among those that a lane can run: of the highest class
	 * that has one.
	 */
	@Nullable Flow next(Predicate<ReplicaKey> served) {
		for (PriorityClass priorityClass : this.classes.reversed()) {
			Flow next = priorityClass.next(served);
			if (next != null) {
				return next;
			}
		}
		return null;
	}

	/**
	 * Tells whether something more urgent than this item could be sent from another
	 * bucket.
	 */
	boolean moreUrgentElsewhere(QueuedItem item, Predicate<ReplicaKey> served) {
		for (int rank = item.rank() + 1; rank <= WorkItem.MOST_URGENT; rank++) {
			if (this.classes.get(rank).othersWait(item.bucket(), served)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * The number of items of a bucket and a class that go before one that is due then.
	 */
	int ahead(int rank, Bucket bucket, long dueBy) {
		return Flow.ahead(this.classes.get(rank).flow(bucket), dueBy);
	}

	/**
	 * The time of the items of other buckets and higher classes that go before one with
	 * so much before it in its own bucket.
	 */
	long nanosOfOthers(int rank, Bucket bucket, long ownNanos) {
		long others = this.classes.get(rank).nanosOfOthers(bucket, ownNanos);
		for (PriorityClass higher : this.classes.subList(rank + 1, this.classes.size())) {
			others += higher.expectedNanos();
		}
		return others;
	}

	/**
	 * The time that all that waits is expected to take, as far as it is known.
	 */
	long expectedNanos() {
		long nanos = 0;
		for (PriorityClass priorityClass : this.classes) {
			nanos += priorityClass.expectedNanos();
		}
		return nanos;
	}

}
