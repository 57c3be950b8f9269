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
import java.util.concurrent.CompletableFuture;

import dev.dcae.serving.Answer;
import dev.dcae.serving.Bucket;
import dev.dcae.serving.ServingSettings;
import dev.dcae.serving.WorkItem;
import org.jspecify.annotations.Nullable;

/**
 * An accepted item on its way. Everything but what is final is guarded by the scheduler's
 * lock.
 */
public final class QueuedItem {

	/**
	 * Earliest deadline first, then arrival.
	 */
	static final Comparator<QueuedItem> URGENCY = Comparator.comparingLong((QueuedItem item) -> item.dueBy)
		.thenComparingLong((item) -> item.sequence);

	private enum State {

		QUEUED, IN_FLIGHT, SETTLED

	}

	private final WorkItem work;

	private final long sequence;

	private final long arrival;

	/**
	 * The time that it is ordered by: its deadline, or the end of the queue's patience if
	 * that is earlier.
	 */
	private final long dueBy;

	private final CompletableFuture<Answer> future = new CompletableFuture<>();

	private State state = State.QUEUED;

	private Bucket bucket;

	/**
	 * The class it waits in: its priority, or more once it has aged.
	 */
	private int rank;

	private long rankedAt;

	private long queuedAt;

	private long takenAt;

	/**
	 * The lane that has it. A lane that lost it to another must not decide its fate.
	 */
	private @Nullable ItemHolder holder;

	private boolean displaced;

	private boolean undelayed;

	private @Nullable Answer fallback;

	/**
	 * The time that it adds to the wait of those behind it; 0 while that is not known.
	 */
	private final long expectedNanos;

	/**
	 * The time of a device that is booked for it.
	 */
	private long chargedNanos;

	/**
	 * An item that is accepted now.
	 * @param sequence orders items that are equally urgent
	 * @param expectedNanos that it adds to the wait of those behind it; 0 if not known
	 */
	public QueuedItem(WorkItem work, Bucket bucket, long sequence, long now, ServingSettings settings,
			long expectedNanos) {
		this.work = work;
		this.bucket = bucket;
		this.sequence = sequence;
		this.arrival = now;
		this.expectedNanos = expectedNanos;
		this.dueBy = dueBy(work, now, settings);
		this.rank = work.priority();
		// Waiting for company may take half of the time there is, not more.
		this.undelayed = (work.deadline().nanos() - now) / 2 < settings.batching().maxDelay().toNanos();
	}

	/**
	 * The time that an item of now is ordered by among its like.
	 */
	public static long dueBy(WorkItem work, long now, ServingSettings settings) {
		return Math.min(work.deadline().nanos(), now + settings.patience().toNanos());
	}

	long dueBy() {
		return this.dueBy;
	}

	long expectedNanos() {
		return this.expectedNanos;
	}

	/**
	 * Books time of a device for it.
	 * @return what that is more than was booked before
	 */
	long charge(long nanos) {
		long more = nanos - this.chargedNanos;
		this.chargedNanos = nanos;
		return more;
	}

	public WorkItem work() {
		return this.work;
	}

	public long pixels() {
		return this.work.pixels();
	}

	public Bucket bucket() {
		return this.bucket;
	}

	/**
	 * The answer, or the reason for which there is none.
	 */
	public CompletableFuture<Answer> future() {
		return this.future;
	}

	public long arrival() {
		return this.arrival;
	}

	/**
	 * The last time at which a lane took it.
	 */
	public long takenAt() {
		return this.takenAt;
	}

	public int rank() {
		return this.rank;
	}

	long rankedAt() {
		return this.rankedAt;
	}

	long queuedAt() {
		return this.queuedAt;
	}

	/**
	 * Tells whether its bucket is to be sent without waiting for company.
	 */
	boolean isUndelayed() {
		return this.undelayed;
	}

	/**
	 * Tells whether a lane was lost with it. It then rides alone, since it may be what
	 * killed the lane, and is not given another chance.
	 */
	public boolean isDisplaced() {
		return this.displaced;
	}

	/**
	 * The answer it already has while it waits for a better one in float32.
	 */
	public @Nullable Answer fallback() {
		return this.fallback;
	}

	public boolean isQueued() {
		return this.state == State.QUEUED;
	}

	public boolean isSettled() {
		return this.state == State.SETTLED;
	}

	/**
	 * Tells whether a lane ever took it, so that device time may have been spent on it.
	 */
	public boolean wasDispatched() {
		return !isQueued() || this.displaced || this.fallback != null;
	}

	@SuppressWarnings("ReferenceEquality") // a lane that was replaced is another
	public boolean isHeldBy(ItemHolder lane) {
		return this.holder == lane;
	}

	public boolean isMissedAt(long now) {
		return this.work.deadline().isMissedAt(now);
	}

	void queue(long now) {
		this.state = State.QUEUED;
		this.holder = null;
		this.queuedAt = now;
		this.rankedAt = now;
	}

	void rise(long after) {
		this.rank++;
		this.rankedAt += after;
	}

	/**
	 * A lane takes it into a batch.
	 */
	public void take(ItemHolder lane, long now) {
		this.state = State.IN_FLIGHT;
		this.holder = lane;
		this.takenAt = now;
	}

	/**
	 * The lane that has it is lost.
	 */
	public void displace() {
		this.displaced = true;
	}

	public void fallBackOn(Answer answer) {
		this.fallback = answer;
	}

	/**
	 * It is to run again, without waiting for company.
	 */
	public void requeueIn(Bucket in) {
		drop();
		this.bucket = in;
		this.undelayed = true;
		// The time that it took so far stays booked.
		this.chargedNanos = 0;
	}

	public void settle() {
		drop();
		this.state = State.SETTLED;
	}

	private void drop() {
		if (this.holder != null) {
			this.holder.drop(this);
		}
	}

}
