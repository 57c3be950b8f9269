package dev.dcae.serving.queue;

import java.util.LinkedHashSet;

import dev.dcae.serving.Bucket;

/**
 * All that waits in one bucket, over its priority classes, in the order in which it was
 * queued.
 */
public final class BucketQueue {

	private final Bucket bucket;

	private final LinkedHashSet<QueuedItem> items = new LinkedHashSet<>();

	private long pixels;

	private int undelayed;

	BucketQueue(Bucket bucket) {
		this.bucket = bucket;
	}

	public Bucket bucket() {
		return this.bucket;
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
