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
package dev.dcae.serving.fleet;

import java.util.concurrent.CompletableFuture;

import dev.dcae.serving.ReplicaPhase;
import org.jspecify.annotations.Nullable;

/**
 * The state of one replica. A failed one is opened again after a while, ever more rarely.
 * Guarded by the scheduler's lock.
 */
public final class ReplicaState {

	private static final long FIRST_RETRY = 10_000_000_000L;

	private static final long LONGEST_RETRY = 300_000_000_000L;

	private ReplicaPhase phase = ReplicaPhase.OPENING;

	private long openingSince;

	private long memoryBytes;

	private long batches;

	private long usedAt;

	private @Nullable Throwable failure;

	private boolean doubtful;

	/**
	 * Whoever waits for it to show that it is well.
	 */
	private @Nullable CompletableFuture<Void> probe;

	private long retryAt;

	private long retryAfter = FIRST_RETRY;

	/**
	 * A lane begins to open it.
	 */
	public void open(long now) {
		this.phase = ReplicaPhase.OPENING;
		this.openingSince = now;
	}

	/**
	 * It is open and warm.
	 */
	public void ready(long bytes, long now) {
		this.phase = ReplicaPhase.READY;
		this.usedAt = now;
		this.memoryBytes = bytes;
		this.failure = null;
		this.doubtful = false;
		this.retryAfter = FIRST_RETRY;
	}

	/**
	 * It could not be opened.
	 */
	public void fail(Throwable cause, long now) {
		this.phase = ReplicaPhase.FAILED;
		this.failure = cause;
		this.retryAt = now + this.retryAfter;
		this.retryAfter = Math.min(2 * this.retryAfter, LONGEST_RETRY);
	}

	/**
	 * A lane begins to close it.
	 */
	public void close() {
		this.phase = ReplicaPhase.CLOSING;
	}

	/**
	 * A device call succeeded.
	 */
	public void ran(long now) {
		this.batches++;
		this.usedAt = now;
		this.doubtful = false;
	}

	/**
	 * A device call failed, and not for want of memory.
	 */
	public void doubt() {
		this.doubtful = true;
	}

	/**
	 * Has it probed, once however many ask.
	 * @return completed when it was, or is gone
	 */
	public CompletableFuture<Void> probe() {
		CompletableFuture<Void> asked = (this.probe != null) ? this.probe : new CompletableFuture<>();
		this.probe = asked;
		return asked;
	}

	public boolean isToBeProbed() {
		return this.probe != null && isReady();
	}

	/**
	 * It ran something small.
	 */
	public void probed(boolean well) {
		this.doubtful = !well;
	}

	/**
	 * Ends the probe that is asked for.
	 * @return what to complete, if there is one
	 */
	public @Nullable CompletableFuture<Void> endProbe() {
		CompletableFuture<Void> ended = this.probe;
		this.probe = null;
		return ended;
	}

	public ReplicaPhase phase() {
		return this.phase;
	}

	public long openingSince() {
		return this.openingSince;
	}

	public long memoryBytes() {
		return this.memoryBytes;
	}

	public long batches() {
		return this.batches;
	}

	/**
	 * The time at which it last ran a batch, or was ready to.
	 */
	long usedAt() {
		return this.usedAt;
	}

	public @Nullable Throwable failure() {
		return this.failure;
	}

	/**
	 * Tells whether its last device call failed, and not for want of memory.
	 */
	public boolean isDoubtful() {
		return this.doubtful;
	}

	public boolean isReady() {
		return this.phase == ReplicaPhase.READY;
	}

	public boolean isFailed() {
		return this.phase == ReplicaPhase.FAILED;
	}

	/**
	 * Tells whether it can be counted on: ready, or on its way there for the first time.
	 */
	public boolean isReadyOrComing() {
		return isReady() || (this.phase == ReplicaPhase.OPENING && this.failure == null);
	}

	/**
	 * Tells whether it is ready, or being opened, for the first time or again.
	 */
	boolean isReadyOrOpening() {
		return isReady() || this.phase == ReplicaPhase.OPENING;
	}

	/**
	 * The time at which one that failed is to be opened again.
	 */
	long retryAt() {
		return this.retryAt;
	}

}
