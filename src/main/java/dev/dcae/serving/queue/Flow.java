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

import java.util.Comparator;
import java.util.Iterator;
import java.util.TreeSet;

import dev.dcae.serving.Bucket;
import org.jspecify.annotations.Nullable;

/**
 * The items of one bucket in one priority class of one caller, and what the bucket has
 * had of the devices in that class.
 */
final class Flow {

	/**
	 * The order of turns: which has had least, then which came first.
	 */
	static final Comparator<Flow> TURN = Comparator.comparingLong((Flow flow) -> flow.served)
		.thenComparingLong((flow) -> flow.sequence);

	/**
	 * Items that are looked at from either end to count those ahead of one.
	 */
	private static final int LOOK = 64;

	final Bucket bucket;

	final PriorityClass owner;

	private final TreeSet<QueuedItem> items = new TreeSet<>(QueuedItem.URGENCY);

	/**
	 * In pixels, on the clock of its class.
	 */
	private long served;

	private long sequence;

	private long expectedNanos;

	Flow(Bucket bucket, PriorityClass owner) {
		this.bucket = bucket;
		this.owner = owner;
	}

	/**
	 * Takes its place among the flows that wait. What it had too much of earlier still
	 * counts, what it did not ask for does not.
	 */
	void join(long turn, long order) {
		this.served = Math.max(this.served, turn);
		this.sequence = order;
	}

	void charge(long pixels) {
		this.served += pixels;
	}

	long served() {
		return this.served;
	}

	void add(QueuedItem item) {
		this.items.add(item);
		this.expectedNanos += item.expectedNanos();
	}

	void remove(QueuedItem item) {
		this.items.remove(item);
		this.expectedNanos -= item.expectedNanos();
	}

	boolean isEmpty() {
		return this.items.isEmpty();
	}

	/**
	 * The item to go first. Not to be asked of an empty flow.
	 */
	QueuedItem first() {
		return this.items.first();
	}

	long expectedNanos() {
		return this.expectedNanos;
	}

	/**
	 * The number of its items that go before one that is due then. Exact near the ends,
	 * where new items come to stand: those without a deadline of their own are the last.
	 */
	static int ahead(@Nullable Flow flow, long dueBy) {
		return (flow != null && !flow.isEmpty()) ? flow.ahead(dueBy) : 0;
	}

	private int ahead(long dueBy) {
		int size = this.items.size();
		Iterator<QueuedItem> first = this.items.iterator();
		Iterator<QueuedItem> last = this.items.descendingIterator();
		for (int seen = 0; seen < Math.min(LOOK, size); seen++) {
			if (first.next().dueBy() > dueBy) {
				return seen;
			}
			if (last.next().dueBy() <= dueBy) {
				return size - seen;
			}
		}
		double from = this.items.first().dueBy();
		double until = this.items.last().dueBy();
		return (int) (size * (dueBy - from) / (until - from));
	}

}
