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
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

import dev.dcae.serving.Bucket;
import dev.dcae.serving.Caller;
import dev.dcae.serving.Device;
import dev.dcae.serving.ReplicaKey;
import dev.dcae.serving.ReplicaPrecision;
import dev.dcae.serving.WorkItem;
import org.jspecify.annotations.Nullable;

/**
 * Everything that waits. The one owner of the queues: an item is in all of its structures
 * or in none. Each device is shared between callers, by time; what a caller has of it is
 * between its buckets, by priority class and pixels. No step looks at more than the few
 * things that it changes, however much waits.
 */
public final class Backlog {

	/**
	 * A bucket that need not wait for company.
	 */
	public static final long RIPE = 0;

	private final long ageing;

	private final ToLongFunction<BucketQueue> company;

	private final Function<String, List<Device>> devices;

	private final Map<Caller, CallerQueue> callers = new HashMap<>();

	/**
	 * The callers of whom something waits.
	 */
	private final Set<CallerQueue> waiting = new LinkedHashSet<>();

	private final Map<Device, DeviceTurns> turns = new HashMap<>();

	private final Map<Bucket, BucketQueue> buckets = new LinkedHashMap<>();

	/**
	 * The buckets that wait for company.
	 */
	private final ByReplica<BucketQueue> resting = new ByReplica<>(BucketQueue.RIPENESS);

	/**
	 * The buckets of items that run again in float32.
	 */
	private final Map<Bucket, BucketQueue> retries = new LinkedHashMap<>();

	/**
	 * The replicas that something waits for, each with the number of its buckets.
	 */
	private final Map<ReplicaKey, Integer> replicas = new LinkedHashMap<>();

	private long sequence;

	private int items;

	private long pixels;

	private boolean hurried;

	/**
	 * Makes an empty backlog.
	 * @param ageing nanoseconds in a class before an item rises to the next
	 * @param company the time until which a bucket waits for company; {@link #RIPE} if it
	 * need not
	 * @param devices those of a model
	 */
	public Backlog(long ageing, ToLongFunction<BucketQueue> company, Function<String, List<Device>> devices) {
		this.ageing = ageing;
		this.company = company;
		this.devices = devices;
	}

	/**
	 * Queues an item.
	 */
	public void add(QueuedItem item, long now) {
		item.queue(now);
		BucketQueue bucket = this.buckets.computeIfAbsent(item.bucket(),
				(absent) -> new BucketQueue(absent, this.devices.apply(absent.model()), this.sequence++));
		if (bucket.isEmpty()) {
			this.replicas.merge(ReplicaKey.of(item.bucket()), 1, Integer::sum);
		}
		bucket.add(item);
		if (item.bucket().precision() == ReplicaPrecision.FP32) {
			this.retries.put(item.bucket(), bucket);
		}
		await(bucket);
		CallerQueue caller = callerOf(item);
		this.waiting.add(caller);
		for (Device device : bucket.devices()) {
			turnsOn(device).add(caller, this.sequence++);
		}
		caller.add(item, bucket);
		this.items++;
		this.pixels += item.pixels();
	}

	/**
	 * Removes an item that goes nowhere.
	 */
	public void remove(QueuedItem item) {
		BucketQueue bucket = bucketOf(item);
		CallerQueue caller = callerOf(item);
		caller.remove(item, bucket);
		for (Device device : bucket.devices()) {
			turnsOn(device).remove(caller);
		}
		if (caller.isEmpty()) {
			this.waiting.remove(caller);
		}
		bucket.remove(item);
		if (bucket.isEmpty()) {
			this.buckets.remove(item.bucket());
			this.replicas.computeIfPresent(ReplicaKey.of(item.bucket()),
					(replica, buckets) -> (buckets > 1) ? buckets - 1 : null);
			this.retries.remove(item.bucket());
			this.resting.remove(item.bucket(), bucket);
		}
		else {
			await(bucket);
		}
		this.items--;
		this.pixels -= item.pixels();
	}

	/**
	 * Removes an item that goes into a batch, at its bucket's and its caller's expense.
	 * @param nanos of the device that it is expected to take
	 */
	public void take(QueuedItem item, Device device, long nanos) {
		callerOf(item).classOf(item).charge(item, bucketOf(item));
		charge(item, device, nanos);
		remove(item);
	}

	/**
	 * Books what an item has cost: its part of the time of its batch.
	 * @param nanos of the device, in place of what was booked for it before
	 */
	public void charge(QueuedItem item, Device device, long nanos) {
		turnsOn(device).charge(callerOf(item), item.charge(nanos));
	}

	private DeviceTurns turnsOn(Device device) {
		return this.turns.computeIfAbsent(device, DeviceTurns::new);
	}

	private CallerQueue callerOf(QueuedItem item) {
		return this.callers.computeIfAbsent(item.work().caller(), CallerQueue::new);
	}

	private BucketQueue bucketOf(QueuedItem item) {
		BucketQueue bucket = this.buckets.get(item.bucket());
		if (bucket == null) {
			throw new IllegalStateException("Nothing waits in " + item.bucket());
		}
		return bucket;
	}

	/**
	 * Has a bucket wait for company as long as it should.
	 */
	private void await(BucketQueue bucket) {
		long ripeAt = this.hurried ? RIPE : this.company.applyAsLong(bucket);
		if (ripeAt == RIPE ? !bucket.isRipe() : (bucket.isRipe() || bucket.ripeAt() != ripeAt)) {
			this.resting.remove(bucket.bucket(), bucket);
			if (ripeAt == RIPE) {
				bucket.ripen();
			}
			else {
				bucket.restUntil(ripeAt);
				this.resting.add(bucket.bucket(), bucket);
			}
		}
	}

	/**
	 * Has nothing wait for company any more.
	 */
	public void hurry() {
		this.hurried = true;
		this.resting.all().forEach(this::await);
	}

	/**
	 * Raises what has waited long enough. The work is that of the items that rise.
	 */
	public void age(long now) {
		for (CallerQueue caller : this.waiting) {
			for (int rank = 0; rank < WorkItem.MOST_URGENT; rank++) {
				for (QueuedItem item = caller.aged(rank, now - this.ageing); item != null; item = caller.aged(rank,
						now - this.ageing)) {
					caller.remove(item, bucketOf(item));
					item.rise(this.ageing);
					caller.add(item, bucketOf(item));
				}
			}
		}
	}

	/**
	 * The bucket to send to a device now: of the caller who has had least of it, of that
	 * one's highest class, the one that has had least.
	 * @param served whether the lane has a replica
	 */
	public @Nullable BucketQueue next(Device device, Predicate<ReplicaKey> served, long now) {
		ripen(served, now);
		DeviceTurns turns = turnsOn(device);
		for (Turn turn : turns.inOrder()) {
			Flow flow = turn.caller.next(served);
			if (flow != null) {
				turns.begin(turn);
				return this.buckets.get(flow.bucket);
			}
		}
		return null;
	}

	private void ripen(Predicate<ReplicaKey> served, long now) {
		for (BucketQueue first = this.resting.first(served); first != null
				&& first.ripeAt() <= now; first = this.resting.first(served)) {
			this.resting.remove(first.bucket(), first);
			first.ripen();
		}
	}

	/**
	 * The time at which the first of the buckets that a lane serves need not wait for
	 * company any more; {@link Long#MAX_VALUE} if none does.
	 */
	public long nextRipe(Predicate<ReplicaKey> served) {
		BucketQueue first = this.resting.first(served);
		return (first != null) ? first.ripeAt() : Long.MAX_VALUE;
	}

	/**
	 * Tells whether something more urgent of an item's caller could be sent from another
	 * bucket.
	 */
	public boolean moreUrgentElsewhere(QueuedItem item, Predicate<ReplicaKey> served) {
		return callerOf(item).moreUrgentElsewhere(item, served);
	}

	/**
	 * The time of a device that the caller of an item has had, in nanoseconds over its
	 * share.
	 */
	public double served(QueuedItem item, Device device) {
		return callerOf(item).turn(device).served();
	}

	/**
	 * The number of items of its caller, bucket and class that go before one of now.
	 * @param dueBy that it is ordered by
	 */
	public int ahead(WorkItem work, long dueBy) {
		CallerQueue caller = this.callers.get(work.caller());
		return (caller != null) ? caller.ahead(work.priority(), Bucket.of(work), dueBy) : 0;
	}

	/**
	 * The time in which what goes before an item of now will have run, as far as it is
	 * known.
	 * @param ahead items of its own caller, bucket and class that do
	 * @param each nanoseconds in which all lanes together run one of them
	 * @param lanes that run them, by device
	 */
	public long nanosBefore(WorkItem work, int ahead, long each, Map<Device, Integer> lanes) {
		CallerQueue caller = this.callers.computeIfAbsent(work.caller(), CallerQueue::new);
		long own = ahead * each;
		own += caller.nanosOfOthers(work.priority(), Bucket.of(work), own + each);
		int all = lanes.values().stream().mapToInt(Integer::intValue).sum();
		double others = 0;
		for (Map.Entry<Device, Integer> entry : lanes.entrySet()) {
			int some = entry.getValue();
			others += turnsOn(entry.getKey()).nanosOfOthers(caller, (double) own * some, some);
		}
		return own + (long) (others / all);
	}

	public @Nullable BucketQueue bucket(Bucket bucket) {
		return this.buckets.get(bucket);
	}

	public Collection<BucketQueue> buckets() {
		return this.buckets.values();
	}

	/**
	 * The buckets of items that run again in float32.
	 */
	public Collection<BucketQueue> retries() {
		return this.retries.values();
	}

	/**
	 * The replicas that something waits for.
	 */
	public Set<ReplicaKey> replicas() {
		return this.replicas.keySet();
	}

	/**
	 * A copy of what waits for a model.
	 */
	public List<QueuedItem> itemsOf(Predicate<Bucket> wanted) {
		List<QueuedItem> found = new ArrayList<>();
		for (BucketQueue bucket : this.buckets.values()) {
			if (wanted.test(bucket.bucket())) {
				bucket.items().forEach(found::add);
			}
		}
		return found;
	}

	public int items() {
		return this.items;
	}

	public long pixels() {
		return this.pixels;
	}

	/**
	 * The load that waits of a caller.
	 */
	public CallerLoad loadOf(Caller caller) {
		CallerQueue queue = this.callers.get(caller);
		return (queue != null) ? queue.load() : CallerLoad.NONE;
	}

}
