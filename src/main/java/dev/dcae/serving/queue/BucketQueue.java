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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

import dev.dcae.serving.Bucket;
import dev.dcae.serving.Device;
import org.jspecify.annotations.Nullable;

/**
 * All that waits in one bucket, over its callers and their priority classes, in the order
 * in which it was queued.
 */
public final class BucketQueue {

	/**
	 * The order in which buckets need not wait for company any more.
	 */
	static final Comparator<BucketQueue> RIPENESS = Comparator.comparingLong((BucketQueue queue) -> queue.ripeAt)
		.thenComparingLong((queue) -> queue.sequence);

	private final Bucket bucket;

	private final List<Device> devices;

	private final long sequence;

	private final LinkedHashSet<QueuedItem> items = new LinkedHashSet<>();

	/**
	 * The flows that have items.
	 */
	private final Set<Flow> flows = new LinkedHashSet<>();

	private long pixels;

	private int undelayed;

	private long ripeAt;

	private boolean ripe;

	/**
	 * An empty queue.
	 * @param devices of its model
	 */
	BucketQueue(Bucket bucket, List<Device> devices, long sequence) {
		this.bucket = bucket;
		this.devices = devices;
		this.sequence = sequence;
	}

	public Bucket bucket() {
		return this.bucket;
	}

	List<Device> devices() {
		return this.devices;
	}

	void add(QueuedItem item) {
		this.items.add(item);
		this.pixels += item.pixels();
		this.undelayed += item.isUndelayed() ? 1 : 0;
	}

	void remove(QueuedItem item) {
		this.items.remove(item);
		this.pixels -= item.pixels();
		this.undelayed -= item.isUndelayed() ? 1 : 0;
	}

	void join(Flow flow) {
		this.flows.add(flow);
	}

	void leave(Flow flow) {
		this.flows.remove(flow);
	}

	/**
	 * It need not wait for company any more.
	 */
	void ripen() {
		this.ripe = true;
		this.flows.forEach((flow) -> flow.owner.ripen(flow));
	}

	/**
	 * It has to wait for company.
	 */
	void restUntil(long at) {
		this.ripeAt = at;
		this.ripe = false;
		this.flows.forEach((flow) -> flow.owner.rest(flow));
	}

	boolean isRipe() {
		return this.ripe;
	}

	long ripeAt() {
		return this.ripeAt;
	}

	/**
	 * The item to go into a batch on a device next: of the caller who has had least of
	 * it, of that one's highest class, the most urgent.
	 * @param mayGo whether one may go that would be next in its class
	 */
	public @Nullable QueuedItem next(Device device, Predicate<QueuedItem> mayGo) {
		Flow next = null;
		for (Flow flow : this.flows) {
			if ((next == null || goesBefore(flow, next, device)) && mayGo.test(flow.first())) {
				next = flow;
			}
		}
		return (next != null) ? next.first() : null;
	}

	private static boolean goesBefore(Flow flow, Flow other, Device device) {
		int callers = Turn.ORDER.compare(flow.owner.caller.turn(device), other.owner.caller.turn(device));
		return callers < 0 || (callers == 0 && flow.owner.rank > other.owner.rank);
	}

	boolean isEmpty() {
		return this.items.isEmpty();
	}

	Iterable<QueuedItem> items() {
		return this.items;
	}

	public int size() {
		return this.items.size();
	}

	public long pixels() {
		return this.pixels;
	}

	/**
	 * The pixels of an item. Not to be asked of an empty bucket.
	 */
	public long itemPixels() {
		return this.items.getFirst().pixels();
	}

	/**
	 * Tells whether an item must not wait for company.
	 */
	public boolean isUndelayed() {
		return this.undelayed > 0;
	}

	/**
	 * The time at which the first of its items was queued. Not to be asked of an empty
	 * bucket.
	 */
	public long oldestQueuedAt() {
		return this.items.getFirst().queuedAt();
	}

	/**
	 * The time at which the first of its items arrived.
	 */
	public long oldestArrival() {
		return this.items.stream().mapToLong((item) -> item.arrival()).min().orElse(Long.MAX_VALUE);
	}

}
