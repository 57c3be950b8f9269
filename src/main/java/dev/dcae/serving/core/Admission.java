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

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.dcae.serving.Bucket;
import dev.dcae.serving.Caller;
import dev.dcae.serving.Deadline;
import dev.dcae.serving.QueueBounds;
import dev.dcae.serving.ServingEvent;
import dev.dcae.serving.ServingException;
import dev.dcae.serving.ServingSettings;
import dev.dcae.serving.WorkItem;
import dev.dcae.serving.fleet.Fleet;
import dev.dcae.serving.fleet.ModelRegistry;
import dev.dcae.serving.fleet.ModelState;
import dev.dcae.serving.queue.Backlog;
import dev.dcae.serving.queue.CallerLoad;
import dev.dcae.serving.queue.QueuedItem;

/**
 * Decides what may be queued. The bounds are checked and the items queued under one lock:
 * of any number of callers exactly as many come in as there is room for.
 */
final class Admission {

	private final ServingSettings settings;

	private final Backlog backlog;

	private final ModelRegistry models;

	private final Fleet fleet;

	private final Forecast forecast;

	private final Ledger ledger;

	private final Effects effects;

	private long sequence;

	Admission(ServingSettings settings, Backlog backlog, ModelRegistry models, Fleet fleet, Forecast forecast,
			Ledger ledger, Effects effects) {
		this.settings = settings;
		this.backlog = backlog;
		this.models = models;
		this.fleet = fleet;
		this.forecast = forecast;
		this.ledger = ledger;
		this.effects = effects;
	}

	/**
	 * Queues all of the items or none.
	 * @throws ServingException if they may not be queued
	 * @throws IllegalArgumentException if they exceed the bounds by their mere number
	 */
	List<QueuedItem> admit(List<WorkItem> items, long now) {
		return admit(items, false, now);
	}

	/**
	 * Queues all of the items or none.
	 * @param patient whether they are submitted again where the queue is full
	 * @throws ServingException if they may not be queued
	 * @throws IllegalArgumentException if they exceed the bounds by their mere number
	 */
	List<QueuedItem> admit(List<WorkItem> items, boolean patient, long now) {
		try {
			check(items, now);
		}
		catch (ServingException ex) {
			if (!patient || !(ex instanceof ServingException.QueueFull)) {
				publish(items, ex);
			}
			throw ex;
		}
		List<QueuedItem> accepted = new ArrayList<>(items.size());
		for (WorkItem work : items) {
			Bucket bucket = Bucket.of(work);
			long nanos = this.forecast.nanosEach(bucket, work.pixels()).orElse(0);
			QueuedItem item = new QueuedItem(work, bucket, this.sequence++, now, this.settings, nanos);
			this.ledger.accept(item, model(work.model()), now);
			accepted.add(item);
		}
		return accepted;
	}

	private void publish(List<WorkItem> refused, ServingException reason) {
		for (WorkItem item : refused) {
			this.effects.publish(new ServingEvent.Rejected(item.model(), item.operation(), reason));
		}
	}

	private void check(List<WorkItem> items, long now) {
		QueueBounds bounds = this.settings.queue();
		long pixels = 0;
		for (WorkItem item : items) {
			check(item, now);
			pixels += item.pixels();
		}
		if (items.size() > bounds.maxItems() || (items.size() > 1 && pixels > bounds.maxPixels())) {
			throw new IllegalArgumentException("%d items of %d pixels at once never fit into a queue of %d and %d"
				.formatted(items.size(), pixels, bounds.maxItems(), bounds.maxPixels()));
		}
		if (this.backlog.items() + items.size() > bounds.maxItems()
				|| this.backlog.pixels() + pixels > bounds.maxPixels()) {
			throw new ServingException.QueueFull(this.ledger.drainRate().timeFor(this.backlog.pixels()));
		}
		checkShares(items);
		checkDeadlines(items, now);
	}

	/**
	 * Refuses what would be late, rather than have it take the place of what would not.
	 */
	private void checkDeadlines(List<WorkItem> items, long now) {
		Map<Bucket, Integer> before = new HashMap<>();
		for (WorkItem item : items) {
			Deadline deadline = item.deadline();
			if (!deadline.isNone()) {
				int more = before.merge(Bucket.of(item), 1, Integer::sum) - 1;
				long doneAt = this.forecast.doneAt(item, more, now).orElse(now);
				if (deadline.isMissedAt(doneAt)) {
					throw new ServingException.DeadlineUnreachable(Duration.ofNanos(doneAt - now),
							Duration.ofNanos(doneAt - deadline.nanos()));
				}
			}
		}
	}

	/**
	 * A caller of whom nothing waits may send more than its share: it would otherwise
	 * never come in, however empty the queue is.
	 */
	private void checkShares(List<WorkItem> items) {
		Map<Caller, CallerLoad> loads = new HashMap<>();
		for (WorkItem item : items) {
			loads.merge(item.caller(), new CallerLoad(1, item.pixels()), CallerLoad::plus);
		}
		loads.forEach((caller, more) -> {
			CallerLoad load = this.backlog.loadOf(caller);
			if (load.items() > 0 && !load.plus(more).fits(this.settings.queue().of(caller))) {
				throw new ServingException.ShareFull(caller, this.settings.queue().of(caller),
						this.ledger.drainRate().timeFor(this.backlog.pixels()));
			}
		});
	}

	/**
	 * Tells whether items of a model can come in, but for the queue's bounds.
	 */
	boolean admits(ModelState model) {
		return model.isOpen() && !this.ledger.isDraining() && this.fleet.canRun(model);
	}

	private void check(WorkItem item, long now) {
		if (this.ledger.isDraining()) {
			throw new ServingException.Draining();
		}
		ModelState model = model(item.model());
		if (!admits(model)) {
			throw new ServingException.NotReady(item.model());
		}
		long largest = Math.min(model.model().limits().largestPixels(item.operation()),
				this.settings.queue().maxPixels());
		if (item.pixels() > largest) {
			throw new ServingException.TooLarge(item.pixels(), largest);
		}
		if (item.deadline().isMissedAt(now)) {
			throw new ServingException.DeadlineMissed();
		}
	}

	private ModelState model(String id) {
		ModelState model = this.models.get(id);
		if (model == null) {
			throw new ServingException.UnknownModel(id);
		}
		return model;
	}

}
