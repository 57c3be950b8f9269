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

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;

import dev.dcae.serving.Bucket;
import dev.dcae.serving.ReplicaKey;
import org.jspecify.annotations.Nullable;

/**
 * One priority class of one caller: its buckets share the devices, counted in pixels. The
 * bucket that has had least goes next, which is round robin with deficits (M. Shreedhar,
 * G. Varghese, "Efficient fair queuing using deficit round robin", 1995) told by a clock
 * of pixels instead of rounds (P. Goyal, H. Vin, H. Cheng, "Start-time fair queuing",
 * 1996), so that nobody is asked whose turn it is not. A bucket overdraws, because how
 * many pixels a batch will have is not known before it is formed, and pays its debt back
 * even while it is empty; otherwise one that refills during each of its batches would
 * always find itself without debt and starve the others.
 */
final class PriorityClass {

	final CallerQueue caller;

	final int rank;

	/**
	 * The buckets with items and those in debt.
	 */
	private final Map<Bucket, Flow> flows = new HashMap<>();

	/**
	 * The flows with items that need not wait for company.
	 */
	private final ByReplica<Flow> ripe = new ByReplica<>(Flow.TURN);

	/**
	 * The flows without items that have had more than the one whose turn it was last.
	 */
	private final TreeSet<Flow> indebted = new TreeSet<>(Flow.TURN);

	/**
	 * Its items in the order in which they came into this class.
	 */
	private final LinkedHashSet<QueuedItem> byAge = new LinkedHashSet<>();

	/**
	 * The pixels that the flow had had whose turn it was last.
	 */
	private long turn;

	private long sequence;

	private long expectedNanos;

	PriorityClass(CallerQueue caller, int rank) {
		this.caller = caller;
		this.rank = rank;
	}

	void add(QueuedItem item, BucketQueue bucket) {
		Flow flow = this.flows.computeIfAbsent(item.bucket(), (absent) -> new Flow(absent, this));
		boolean joins = flow.isEmpty();
		flow.add(item);
		this.byAge.add(item);
		this.expectedNanos += item.expectedNanos();
		if (joins) {
			this.indebted.remove(flow);
			flow.join(this.turn, this.sequence++);
			bucket.join(flow);
			if (bucket.isRipe()) {
				ripen(flow);
			}
		}
	}

	void remove(QueuedItem item, BucketQueue bucket) {
		Flow flow = this.flows.get(item.bucket());
		if (flow == null) {
			return;
		}
		flow.remove(item);
		this.byAge.remove(item);
		this.expectedNanos -= item.expectedNanos();
		if (flow.isEmpty()) {
			bucket.leave(flow);
			rest(flow);
			if (flow.served() > this.turn) {
				this.indebted.add(flow);
			}
			else {
				this.flows.remove(flow.bucket);
			}
		}
		if (this.byAge.isEmpty()) {
			// Nobody is left to whom a debt could be owed.
			this.flows.clear();
			this.indebted.clear();
		}
	}

	/**
	 * A flow need not wait for company any more.
	 */
	void ripen(Flow flow) {
		this.ripe.add(flow.bucket, flow);
	}

	/**
	 * A flow has to wait for company, or has no items.
	 */
	void rest(Flow flow) {
		this.ripe.remove(flow.bucket, flow);
	}

	/**
	 * The item that has been in this class for longest.
	 */
	@Nullable QueuedItem oldest() {
		return this.byAge.isEmpty() ? null : this.byAge.getFirst();
	}

	@Nullable Flow flow(Bucket bucket) {
		return this.flows.get(bucket);
	}

	/**
	 * The flow whose turn it is among those that a lane can run.
	 */
	@Nullable Flow next(Predicate<ReplicaKey> served) {
		Flow next = this.ripe.first(served);
		if (next != null) {
			this.turn = Math.max(this.turn, next.served());
			while (!this.indebted.isEmpty() && this.indebted.first().served() <= this.turn) {
				this.flows.remove(this.indebted.removeFirst().bucket);
			}
		}
		return next;
	}

	/**
	 * Books the pixels of an item about to leave.
	 */
	void charge(QueuedItem item, BucketQueue bucket) {
		Flow flow = this.flows.get(item.bucket());
		if (flow != null) {
			rest(flow);
			flow.charge(item.pixels());
			if (bucket.isRipe()) {
				ripen(flow);
			}
		}
	}

	/**
	 * Tells whether another bucket than this one could be sent now.
	 */
	boolean othersWait(Bucket bucket, Predicate<ReplicaKey> served) {
		return this.ripe.hasOthers(this.flows.get(bucket), served);
	}

	/**
	 * The time that its items are expected to take, as far as it is known.
	 */
	long expectedNanos() {
		return this.expectedNanos;
	}

	/**
	 * The time of the items of other buckets that go before an item of a bucket with so
	 * much before it in its own.
	 */
	long nanosOfOthers(Bucket bucket, long ownNanos) {
		Flow own = this.flows.get(bucket);
		long all = this.expectedNanos;
		long others = this.flows.size() - this.indebted.size();
		if (own != null && !own.isEmpty()) {
			all -= own.expectedNanos();
			others--;
		}
		return (others > 0) ? Math.min(all, others * ownNanos) : 0;
	}

}
