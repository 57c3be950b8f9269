package dev.dcae.serving.queue;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.function.Predicate;

import dev.dcae.serving.Bucket;
import org.jspecify.annotations.Nullable;

/**
 * One priority class: its buckets share the devices by deficit round robin, counted in
 * pixels (M. Shreedhar, G. Varghese, "Efficient fair queuing using deficit round robin",
 * 1995), in the variant that lets a bucket overdraw, because how many pixels a batch will
 * have is not known before it is formed. A bucket pays its debt back even while it is
 * empty; otherwise one that refills during each of its batches would always find itself
 * without debt and starve the others.
 */
final class PriorityClass {

	/**
	 * The grant of each bucket in a round, in pixels. Smaller interleaves more finely.
	 */
	private static final long QUANTUM = 256 * 256;

	/**
	 * The buckets with items and those in debt, in the order of their turns in a round.
	 */
	private final LinkedHashMap<Bucket, Flow> ring = new LinkedHashMap<>();

	/**
	 * Its items in the order in which they came into this class.
	 */
	private final LinkedHashSet<QueuedItem> byAge = new LinkedHashSet<>();

	void add(QueuedItem item) {
		this.ring.computeIfAbsent(item.bucket(), Flow::new).add(item);
		this.byAge.add(item);
	}

	void remove(QueuedItem item) {
		this.byAge.remove(item);
		if (this.byAge.isEmpty()) {
			// Nobody is left to whom a debt could be owed.
			this.ring.clear();
			return;
		}
		Flow flow = this.ring.get(item.bucket());
		if (flow != null) {
			flow.remove(item);
			if (flow.isEmpty() && flow.deficit >= 0) {
				this.ring.remove(item.bucket());
			}
		}
	}

	/**
	 * The item that has been in this class for longest.
	 */
	@Nullable QueuedItem oldest() {
		return this.byAge.isEmpty() ? null : this.byAge.getFirst();
	}

	@Nullable Flow flow(Bucket bucket) {
		return this.ring.get(bucket);
	}

	/**
	 * Whose turn it is among the buckets that can be sent now. It keeps its turn until it
	 * has used up what it is owed.
	 */
	@Nullable Flow next(Predicate<Bucket> sendable) {
		long best = Long.MIN_VALUE;
		for (Flow flow : this.ring.values()) {
			if (!flow.isEmpty() && sendable.test(flow.bucket)) {
				if (flow.deficit > 0) {
					return flow;
				}
				best = Math.max(best, flow.deficit);
			}
		}
		if (best == Long.MIN_VALUE) {
			return null;
		}
		// All the rounds at once in which none would have had its turn.
		grant((-best / QUANTUM + 1) * QUANTUM);
		return next(sendable);
	}

	private void grant(long pixels) {
		for (Iterator<Flow> flows = this.ring.values().iterator(); flows.hasNext();) {
			Flow flow = flows.next();
			flow.deficit = Math.min(flow.deficit + pixels, QUANTUM);
			if (flow.isEmpty() && flow.deficit >= 0) {
				flows.remove();
			}
		}
	}

	/**
	 * Books the pixels of an item about to leave.
	 */
	void charge(QueuedItem item) {
		Flow flow = this.ring.get(item.bucket());
		if (flow != null) {
			flow.deficit -= item.pixels();
		}
	}

	/**
	 * Tells whether another bucket than this one could be sent now.
	 */
	boolean othersWait(Bucket bucket, Predicate<Bucket> sendable) {
		for (Flow flow : this.ring.values()) {
			if (!flow.isEmpty() && !flow.bucket.equals(bucket) && sendable.test(flow.bucket)) {
				return true;
			}
		}
		return false;
	}

}
