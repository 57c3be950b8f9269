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
package dev.dcae.serving.core;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

import dev.dcae.serving.Answer;
import dev.dcae.serving.Bucket;
import dev.dcae.serving.ReplicaKey;
import dev.dcae.serving.ServingEvent;
import dev.dcae.serving.ServingException;
import dev.dcae.serving.fleet.Fleet;
import dev.dcae.serving.fleet.ModelRegistry;
import dev.dcae.serving.fleet.ModelState;
import dev.dcae.serving.queue.Backlog;
import dev.dcae.serving.queue.QueuedItem;

/**
 * The book of accepted items: each is entered once and settled once, whatever happens to
 * it between. Whoever comes to settle it second changes nothing.
 */
final class Ledger {

	private final Backlog backlog;

	private final ModelRegistry models;

	private final Fleet fleet;

	private final Effects effects;

	private final DrainRate drainRate = new DrainRate();

	private final CompletableFuture<Void> drained = new CompletableFuture<>();

	private long outstanding;

	/**
	 * Accepted items whose callers have not been told yet; they are told after the lock
	 * is released.
	 */
	private final AtomicLong unnotified = new AtomicLong();

	private volatile boolean draining;

	private boolean stopped;

	Ledger(Backlog backlog, ModelRegistry models, Fleet fleet, Effects effects) {
		this.backlog = backlog;
		this.models = models;
		this.fleet = fleet;
		this.effects = effects;
	}

	/**
	 * Enters an item and queues it.
	 */
	void accept(QueuedItem item, ModelState model, long now) {
		if (this.outstanding++ == 0) {
			this.drainRate.busyFrom(now);
		}
		this.unnotified.incrementAndGet();
		model.accept();
		this.backlog.add(item, now);
		this.effects.publish(new ServingEvent.Accepted(item.bucket(), item.work()));
		this.fleet.wakeFor(ReplicaKey.of(item.bucket()));
	}

	void answer(QueuedItem item, Answer answer, long now) {
		if (settle(item)) {
			this.drainRate.drained(item.pixels(), now);
			tell(() -> item.future().complete(answer));
			this.effects.publish(new ServingEvent.Answered(item.bucket(), answer));
		}
	}

	/**
	 * Ends an item without an answer.
	 */
	void fail(QueuedItem item, ServingException reason) {
		boolean dispatched = item.wasDispatched();
		if (settle(item)) {
			tell(() -> item.future().completeExceptionally(reason));
			this.effects.publish(new ServingEvent.Unanswered(item.bucket(), reason, dispatched));
		}
	}

	/**
	 * Ends an item with what it has: an answer that is not finite, if it was waiting for
	 * a better one.
	 */
	void giveUp(QueuedItem item, ServingException reason, long now) {
		if (item.fallback() != null) {
			answer(item, item.fallback(), now);
		}
		else {
			fail(item, reason);
		}
	}

	/**
	 * Queues an item again. It was admitted once; no bound applies to it now, and no
	 * delay.
	 */
	void requeue(QueuedItem item, Bucket bucket, long now) {
		if (this.stopped) {
			giveUp(item, new ServingException.Draining(), now);
			return;
		}
		item.requeueIn(bucket);
		this.backlog.add(item, now);
		this.fleet.wakeAll();
	}

	private boolean settle(QueuedItem item) {
		if (item.isSettled()) {
			return false;
		}
		if (item.isQueued()) {
			this.backlog.remove(item);
		}
		item.settle();
		this.outstanding--;
		ModelState model = this.models.get(item.bucket().model());
		if (model != null) {
			model.settle();
			if (model.isUnneeded()) {
				this.fleet.wakeAll();
			}
		}
		return true;
	}

	private void tell(Runnable completion) {
		this.effects.add(() -> {
			try {
				completion.run();
			}
			finally {
				notified();
			}
		});
	}

	private void notified() {
		if (this.unnotified.decrementAndGet() == 0 && this.draining) {
			this.drained.complete(null);
		}
	}

	/**
	 * Admits nothing from now on.
	 * @return completed once the callers of all accepted items are told
	 */
	CompletableFuture<Void> drain() {
		refuse();
		return this.drained;
	}

	private void refuse() {
		this.draining = true;
		// What waited for company will get none.
		this.backlog.hurry();
		this.fleet.wakeAll();
		if (this.unnotified.get() == 0) {
			this.effects.complete(this.drained);
		}
	}

	/**
	 * Drains, but gives up what still waits; what is in flight finishes.
	 */
	void stop(long now) {
		refuse();
		this.stopped = true;
		for (QueuedItem item : this.backlog.itemsOf((bucket) -> true)) {
			giveUp(item, new ServingException.Draining(), now);
		}
	}

	/**
	 * Tells whether lanes are to end.
	 */
	boolean isStopped() {
		return this.stopped;
	}

	boolean isDraining() {
		return this.draining;
	}

	long outstanding() {
		return this.outstanding;
	}

	DrainRate drainRate() {
		return this.drainRate;
	}

}
