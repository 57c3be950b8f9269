package dev.dcae.serving.core;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import dev.dcae.serving.Batching;
import dev.dcae.serving.Bucket;
import dev.dcae.serving.Device;
import dev.dcae.serving.DispatchReason;
import dev.dcae.serving.ServingException;
import dev.dcae.serving.ServingSettings;
import dev.dcae.serving.fleet.Fleet;
import dev.dcae.serving.fleet.LaneState;
import dev.dcae.serving.fleet.ModelRegistry;
import dev.dcae.serving.fleet.ModelState;
import dev.dcae.serving.limits.LearnedLimits;
import dev.dcae.serving.queue.Backlog;
import dev.dcae.serving.queue.BucketQueue;
import dev.dcae.serving.queue.QueuedItem;
import org.jspecify.annotations.Nullable;

/**
 * Forms the next batch for a lane.
 */
final class BatchFormer {

	private final Batching batching;

	private final boolean learnThroughput;

	private final Backlog backlog;

	private final ModelRegistry models;

	private final Fleet fleet;

	private final LearnedLimits learned;

	private final Ledger ledger;

	BatchFormer(ServingSettings settings, Backlog backlog, ModelRegistry models, Fleet fleet, LearnedLimits learned,
			Ledger ledger) {
		this.batching = settings.batching();
		this.learnThroughput = settings.learnThroughput();
		this.backlog = backlog;
		this.models = models;
		this.fleet = fleet;
		this.learned = learned;
		this.ledger = ledger;
	}

	/**
	 * Takes the next batch out of the backlog. Items whose deadline has passed are
	 * settled instead of taken.
	 * @return a batch of at least one item, or null if the lane has nothing to do now
	 */
	@Nullable Batch form(LaneState lane, long now) {
		Predicate<Bucket> sendable = (bucket) -> lane.serves(bucket) && sendableFrom(bucket, lane.device()) <= now;
		for (Bucket next = this.backlog.next(sendable); next != null; next = this.backlog.next(sendable)) {
			Batch batch = fill(next, lane, sendable, now);
			if (!batch.items().isEmpty()) {
				return batch;
			}
		}
		return null;
	}

	private Batch fill(Bucket bucket, LaneState lane, Predicate<Bucket> sendable, long now) {
		Limit limit = limit(bucket, lane.device());
		int share = share(bucket);
		List<QueuedItem> taken = new ArrayList<>();
		long pixels = 0;
		DispatchReason why = DispatchReason.LANE_FREE;
		for (QueuedItem item = this.backlog.first(bucket); item != null; item = this.backlog.first(bucket)) {
			if (item.isMissedAt(now)) {
				this.ledger.fail(item, new ServingException.DeadlineMissed());
				continue;
			}
			if (!limit.admits(taken.size(), pixels, item.pixels())) {
				why = DispatchReason.FULL;
				break;
			}
			if (!taken.isEmpty() && (taken.size() >= share || !mayJoin(item, taken.getFirst(), sendable))) {
				break;
			}
			this.backlog.take(item);
			taken.add(item);
			pixels += item.pixels();
			if (item.isDisplaced()) {
				break;
			}
		}
		for (QueuedItem item : taken) {
			lane.take(item, now);
		}
		return new Batch(bucket, taken, why);
	}

	/**
	 * The part of a bucket that a lane may take: all that waits over the number of lanes
	 * that serve it. A lane that took all would answer none of it before the last, while
	 * others run out of work (guided self-scheduling: Polychronopoulos and Kuck, 1987).
	 * Whoever configures a delay asks for large batches and gets them.
	 */
	private int share(Bucket bucket) {
		BucketQueue queue = this.backlog.bucket(bucket);
		ModelState model = this.models.get(bucket.model());
		if (queue == null || model == null || !this.batching.maxDelay().isZero()) {
			return Integer.MAX_VALUE;
		}
		int lanes = Math.toIntExact(this.fleet.lanesOf(model).filter((lane) -> lane.serves(bucket)).count());
		return Math.ceilDiv(queue.size(), Math.max(1, lanes));
	}

	/**
	 * Less urgent items of a bucket ride along with its urgent ones, unless that would
	 * keep other urgent ones waiting.
	 */
	private boolean mayJoin(QueuedItem item, QueuedItem first, Predicate<Bucket> sendable) {
		boolean passesNobody = item.rank() == first.rank() || !this.backlog.moreUrgentElsewhere(item, sendable);
		return passesNobody && !item.isDisplaced();
	}

	private Limit limit(Bucket bucket, Device device) {
		long pixels = Math.min(this.batching.maxPixels(), this.learned.memory(bucket, device).pixels());
		ModelState model = this.models.get(bucket.model());
		if (model != null) {
			pixels = Math.min(pixels, model.model().limits().largestPixels(bucket.operation()));
		}
		QueuedItem first = this.backlog.first(bucket);
		if (this.learnThroughput && first != null) {
			pixels = Math.min(pixels, this.learned.throughput(bucket, device).limit(first.pixels()));
		}
		return new Limit(this.batching.maxItems(), pixels);
	}

	/**
	 * The time from which on a bucket need not wait for company: at once where no delay
	 * is configured, if it fills a batch, or if one of its items must not wait.
	 * @return a time on the scheduler's clock; {@link Long#MAX_VALUE} if the bucket is
	 * empty
	 */
	private long sendableFrom(Bucket bucket, Device device) {
		if (this.batching.maxDelay().isZero()) {
			return 0;
		}
		BucketQueue queue = this.backlog.bucket(bucket);
		QueuedItem first = this.backlog.first(bucket);
		if (queue == null || first == null) {
			return Long.MAX_VALUE;
		}
		boolean full = !limit(bucket, device).admits(queue.size(), queue.pixels(), first.pixels());
		boolean waits = !full && !queue.isUndelayed() && !this.ledger.isDraining();
		return waits ? queue.oldestQueuedAt() + this.batching.maxDelay().toNanos() : 0;
	}

	/**
	 * The time at which the first of the buckets that a lane serves need not wait any
	 * more.
	 */
	long nextSendable(LaneState lane) {
		long next = Long.MAX_VALUE;
		for (BucketQueue queue : this.backlog.buckets()) {
			if (lane.serves(queue.bucket())) {
				next = Math.min(next, sendableFrom(queue.bucket(), lane.device()));
			}
		}
		return next;
	}

	/**
	 * The bounds of the next batch of a bucket.
	 *
	 * @param items at least one
	 * @param pixels of a batch of more than one item
	 */
	private record Limit(int items, long pixels) {

		/**
		 * Tells whether an item fits beside those taken already. The first always does:
		 * what cannot run even alone was not admitted, or will be told so by the device.
		 */
		boolean admits(int takenItems, long takenPixels, long itemPixels) {
			return takenItems == 0 || (takenItems < this.items && takenPixels + itemPixels <= this.pixels);
		}

	}

}
