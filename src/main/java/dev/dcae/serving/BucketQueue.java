package dev.dcae.serving;

import java.util.LinkedHashSet;

/**
 * All that waits in one bucket, over its priority classes, in the order in which it was
 * queued.
 */
final class BucketQueue {

	final Bucket bucket;

	private final LinkedHashSet<QueuedItem> items = new LinkedHashSet<>();

	private long pixels;

	private int hasty;

	BucketQueue(Bucket bucket) {
		this.bucket = bucket;
	}

	void add(QueuedItem item) {
		this.items.add(item);
		this.pixels += item.work.pixels();
		this.hasty += item.hasty ? 1 : 0;
	}

	void remove(QueuedItem item) {
		this.items.remove(item);
		this.pixels -= item.work.pixels();
		this.hasty -= item.hasty ? 1 : 0;
	}

	boolean isEmpty() {
		return this.items.isEmpty();
	}

	Iterable<QueuedItem> items() {
		return this.items;
	}

	int size() {
		return this.items.size();
	}

	long pixels() {
		return this.pixels;
	}

	/**
	 * Whether an item must not wait for company.
	 */
	boolean isHasty() {
		return this.hasty > 0;
	}

	/**
	 * When the first of its items was queued. Not to be asked of an empty bucket.
	 */
	long oldestQueuedAt() {
		return this.items.getFirst().queuedAt;
	}

	/**
	 * When the first of its items arrived.
	 */
	long oldestArrival() {
		return this.items.stream().mapToLong((item) -> item.arrival).min().orElse(Long.MAX_VALUE);
	}

}
