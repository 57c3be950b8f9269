package dev.dcae.serving.queue;

import java.util.TreeSet;

import dev.dcae.serving.Bucket;
import org.jspecify.annotations.Nullable;

/**
 * The items of one bucket in one priority class, and what the bucket is owed of the
 * devices in that class.
 */
final class Flow {

	final Bucket bucket;

	private final TreeSet<QueuedItem> items = new TreeSet<>(QueuedItem.URGENCY);

	/**
	 * In pixels. Negative after a batch that was larger than what was due.
	 */
	long deficit;

	Flow(Bucket bucket) {
		this.bucket = bucket;
	}

	void add(QueuedItem item) {
		this.items.add(item);
	}

	void remove(QueuedItem item) {
		this.items.remove(item);
	}

	boolean isEmpty() {
		return this.items.isEmpty();
	}

	/**
	 * The item to go first.
	 */
	@Nullable QueuedItem first() {
		return this.items.isEmpty() ? null : this.items.first();
	}

}
