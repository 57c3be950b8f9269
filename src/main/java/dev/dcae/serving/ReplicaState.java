package dev.dcae.serving;

import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/**
 * What is known of one replica. A failed one is opened again after a while, ever more
 * rarely.
 */
final class ReplicaState {

	private static final long FIRST_RETRY = 10_000_000_000L;

	private static final long LONGEST_RETRY = 300_000_000_000L;

	ReplicaPhase phase = ReplicaPhase.OPENING;

	long openingSince;

	long memoryBytes;

	long batches;

	@Nullable Throwable failure;

	/**
	 * Whether its last device call failed, and not for want of memory.
	 */
	boolean doubtful;

	/**
	 * Whoever waits for it to show that it is well.
	 */
	@Nullable CompletableFuture<Void> probe;

	long retryAt;

	private long retryAfter = FIRST_RETRY;

	void open(long now) {
		this.phase = ReplicaPhase.OPENING;
		this.openingSince = now;
	}

	void ready(long bytes) {
		this.phase = ReplicaPhase.READY;
		this.memoryBytes = bytes;
		this.failure = null;
		this.doubtful = false;
		this.retryAfter = FIRST_RETRY;
	}

	void fail(Throwable cause, long now) {
		this.phase = ReplicaPhase.FAILED;
		this.failure = cause;
		this.retryAt = now + this.retryAfter;
		this.retryAfter = Math.min(2 * this.retryAfter, LONGEST_RETRY);
	}

	boolean isReady() {
		return this.phase == ReplicaPhase.READY;
	}

	boolean isFailed() {
		return this.phase == ReplicaPhase.FAILED;
	}

	/**
	 * Whether it can be counted on: ready, or on its way there for the first time.
	 */
	boolean isHopeful() {
		return isReady() || (this.phase == ReplicaPhase.OPENING && this.failure == null);
	}

}
