package dev.dcae.serving;

import java.util.Comparator;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/**
 * An accepted item on its way. Everything but what is final is guarded by the scheduler's
 * lock.
 */
final class QueuedItem {

	/**
	 * Earliest deadline first, then arrival.
	 */
	static final Comparator<QueuedItem> URGENCY = Comparator.comparingLong((QueuedItem item) -> item.dueBy)
		.thenComparingLong((item) -> item.sequence);

	enum State {

		QUEUED, IN_FLIGHT, SETTLED

	}

	final WorkItem work;

	final long sequence;

	final long arrival;

	/**
	 * What it is ordered by: its deadline, or the end of the queue's patience if that is
	 * earlier.
	 */
	final long dueBy;

	final CompletableFuture<Answer> future = new CompletableFuture<>();

	State state = State.QUEUED;

	Bucket bucket;

	/**
	 * The class it waits in: its priority, or more once it has aged.
	 */
	int rank;

	long rankedAt;

	long queuedAt;

	long takenAt;

	/**
	 * The lane that has it. A lane that lost it to another must not decide its fate.
	 */
	@Nullable LaneState owner;

	/**
	 * Whether a lane was lost with it. It then rides alone, since it may be what killed
	 * the lane, and is not given another chance.
	 */
	boolean displaced;

	/**
	 * Whether its bucket is to be sent without waiting for company.
	 */
	boolean hasty;

	/**
	 * The answer it already has while it waits for a better one in float32.
	 */
	@Nullable Answer fallback;

	QueuedItem(WorkItem work, Bucket bucket, long sequence, long now, ServingSettings settings) {
		this.work = work;
		this.bucket = bucket;
		this.sequence = sequence;
		this.arrival = now;
		this.dueBy = Math.min(work.deadline().nanos(), now + settings.patience().toNanos());
		this.rank = work.priority();
		// Waiting for company may take half of the time there is, not more.
		this.hasty = (work.deadline().nanos() - now) / 2 < settings.batching().maxDelay().toNanos();
	}

	boolean isSettled() {
		return this.state == State.SETTLED;
	}

	boolean isMissedAt(long now) {
		return this.work.deadline().isMissedAt(now);
	}

}
