package dev.dcae.serving.queue;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import dev.dcae.serving.Bucket;
import dev.dcae.serving.Caller;
import dev.dcae.serving.ReplicaPrecision;
import dev.dcae.serving.WorkItem;
import org.jspecify.annotations.Nullable;

/**
 * Everything that waits. The one owner of the queues: an item is in all of its structures
 * or in none.
 */
public final class Backlog {

	private final List<PriorityClass> classes = new ArrayList<>();

	private final Map<Bucket, BucketQueue> buckets = new LinkedHashMap<>();

	private final Map<Caller, CallerLoad> callers = new HashMap<>();

	private final long ageing;

	private int items;

	private long pixels;

	private int retries;

	/**
	 * Makes an empty backlog.
	 * @param ageing nanoseconds in a class before an item rises to the next
	 */
	public Backlog(long ageing) {
		this.ageing = ageing;
		for (int priority = 0; priority <= WorkItem.MOST_URGENT; priority++) {
			this.classes.add(new PriorityClass());
		}
	}

	/**
	 * Queues an item.
	 */
	public void add(QueuedItem item, long now) {
		item.queue(now);
		this.classes.get(item.rank()).add(item);
		this.buckets.computeIfAbsent(item.bucket(), BucketQueue::new).add(item);
		this.items++;
		this.pixels += item.pixels();
		this.callers.merge(item.work().caller(), new CallerLoad(1, item.pixels()), CallerLoad::plus);
		this.retries += (item.bucket().precision() == ReplicaPrecision.FP32) ? 1 : 0;
	}

	/**
	 * Removes an item that goes nowhere.
	 */
	public void remove(QueuedItem item) {
		this.classes.get(item.rank()).remove(item);
		BucketQueue bucket = this.buckets.get(item.bucket());
		if (bucket != null) {
			bucket.remove(item);
			if (bucket.isEmpty()) {
				this.buckets.remove(item.bucket());
			}
		}
		this.items--;
		this.pixels -= item.pixels();
		this.callers.computeIfPresent(item.work().caller(),
				(caller, load) -> (load.items() > 1) ? load.plus(new CallerLoad(-1, -item.pixels())) : null);
		this.retries -= (item.bucket().precision() == ReplicaPrecision.FP32) ? 1 : 0;
	}

	/**
	 * Removes an item that goes into a batch, at its bucket's expense.
	 */
	public void take(QueuedItem item) {
		this.classes.get(item.rank()).charge(item);
		remove(item);
	}

	/**
	 * Raises what has waited long enough. The work is that of the items that rise.
	 */
	public void age(long now) {
		for (int rank = 0; rank < WorkItem.MOST_URGENT; rank++) {
			PriorityClass from = this.classes.get(rank);
			QueuedItem oldest = from.oldest();
			while (oldest != null && now - oldest.rankedAt() >= this.ageing) {
				from.remove(oldest);
				oldest.rise(this.ageing);
				this.classes.get(oldest.rank()).add(oldest);
				oldest = from.oldest();
			}
		}
	}

	/**
	 * The bucket to send now: of the highest class that has one, whose turn it is.
	 */
	public @Nullable Bucket next(Predicate<Bucket> sendable) {
		for (PriorityClass priorityClass : this.classes.reversed()) {
			Flow flow = priorityClass.next(sendable);
			if (flow != null) {
				return flow.bucket;
			}
		}
		return null;
	}

	/**
	 * The next item of a bucket: of its highest class, the most urgent.
	 */
	public @Nullable QueuedItem first(Bucket bucket) {
		for (PriorityClass priorityClass : this.classes.reversed()) {
			Flow flow = priorityClass.flow(bucket);
			QueuedItem first = (flow != null) ? flow.first() : null;
			if (first != null) {
				return first;
			}
		}
		return null;
	}

	/**
	 * Tells whether something more urgent than this item could be sent from another
	 * bucket.
	 */
	public boolean moreUrgentElsewhere(QueuedItem item, Predicate<Bucket> sendable) {
		for (int rank = item.rank() + 1; rank <= WorkItem.MOST_URGENT; rank++) {
			if (this.classes.get(rank).othersWait(item.bucket(), sendable)) {
				return true;
			}
		}
		return false;
	}

	public @Nullable BucketQueue bucket(Bucket bucket) {
		return this.buckets.get(bucket);
	}

	public Collection<BucketQueue> buckets() {
		return this.buckets.values();
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
		return this.callers.getOrDefault(caller, CallerLoad.NONE);
	}

	/**
	 * Tells whether something waits for a replica in float32.
	 */
	public boolean hasRetries() {
		return this.retries > 0;
	}

}
