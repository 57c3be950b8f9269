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
package dev.dcae.pipeline;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import dev.dcae.serving.Timings;
import org.jspecify.annotations.Nullable;

/**
 * The phases of a call, with their times and its model. Parts of a call have timelines of
 * their own, whose entries are those of the call, too. Thread-safe.
 */
public final class Timeline {

	/**
	 * The model of a call that ended before it had one.
	 */
	public static final String NO_MODEL = "none";

	/**
	 * The model of a call to more than one.
	 */
	public static final String MODELS = "several";

	private final Record record;

	private final Map<Phase, Duration> times = new EnumMap<>(Phase.class);

	/**
	 * The time up to which the scheduler's work is booked.
	 */
	private Instant bookedUntil = Instant.MIN;

	/**
	 * Some time of a phase. A call of many items or files has many of one phase, which
	 * may overlap.
	 */
	public record Entry(Phase phase, Instant start, Duration time) {
	}

	/**
	 * An empty timeline that keeps its entries.
	 * @param origin what the call's work items carry through the scheduler, to be known
	 * again by who gave it
	 */
	public Timeline(@Nullable Object origin) {
		this(new Record(origin, true));
	}

	private Timeline(Record record) {
		this.record = record;
	}

	/**
	 * A timeline of sums alone, for calls without an end.
	 */
	public static Timeline ofSums() {
		return new Timeline(new Record(null, false));
	}

	/**
	 * The timeline of a part of the call.
	 */
	Timeline part() {
		return new Timeline(this.record);
	}

	/**
	 * Books the time of a phase that ends now.
	 */
	public void book(Phase phase, Duration time) {
		book(phase, Instant.now().minus(time), time);
	}

	/**
	 * Books the time of an item in the scheduler whose answer has just come. Of items
	 * that were there at the same time each moment counts once: for the item that was
	 * answered first.
	 */
	void book(Timings timings) {
		Instant done = Instant.now();
		Instant begun = done.minus(timings.device());
		Instant taken = begun.minus(timings.batch());
		bookRest(Phase.QUEUE, taken.minus(timings.queue()), timings.queue());
		bookRest(Phase.BATCH_WAIT, taken, timings.batch());
		bookRest(Phase.DEVICE, begun, timings.device());
		synchronized (this) {
			this.bookedUntil = done.isAfter(this.bookedUntil) ? done : this.bookedUntil;
		}
	}

	private synchronized void bookRest(Phase phase, Instant start, Duration time) {
		Duration booked = start.isBefore(this.bookedUntil) ? Duration.between(start, this.bookedUntil) : Duration.ZERO;
		book(phase, start, time, (booked.compareTo(time) < 0) ? time.minus(booked) : Duration.ZERO);
	}

	private void book(Phase phase, Instant start, Duration time) {
		book(phase, start, time, time);
	}

	private synchronized void book(Phase phase, Instant start, Duration time, Duration counted) {
		this.times.merge(phase, counted, Duration::plus);
		this.record.add(new Entry(phase, start, time));
	}

	/**
	 * Runs some work and books its time.
	 */
	public <T> T time(Phase phase, Supplier<T> work) {
		long start = System.nanoTime();
		try {
			return work.get();
		}
		finally {
			book(phase, Duration.ofNanos(System.nanoTime() - start));
		}
	}

	/**
	 * Takes the time of each phase of which another part, beside this one, took longer.
	 */
	synchronized void outlast(Timeline other) {
		other.times().forEach((phase, time) -> this.times.merge(phase, time, (a, b) -> (a.compareTo(b) > 0) ? a : b));
	}

	/**
	 * Adds the times of a part that has ended. Its entries are here already.
	 */
	synchronized void join(Timeline part) {
		part.times().forEach((phase, time) -> this.times.merge(phase, time, Duration::plus));
	}

	/**
	 * The phases that there were, in their order, with the time of each as a client sees
	 * it: of what ran at the same time the longest.
	 */
	public synchronized Map<Phase, Duration> times() {
		return new EnumMap<>(this.times);
	}

	/**
	 * The entries of the whole call, in the order in which they ended.
	 */
	public List<Entry> entries() {
		return this.record.entries();
	}

	/**
	 * Notes a model that is served. An unknown name that a client sent is none.
	 */
	void model(String id) {
		this.record.model(id);
	}

	/**
	 * The id of a served model, {@link #NO_MODEL} or {@link #MODELS}.
	 */
	public String model() {
		return this.record.model();
	}

	/**
	 * Notes that nobody waited for the answer any more.
	 */
	void cancel() {
		this.record.cancel();
	}

	/**
	 * Tells if the call's client was seen to be gone.
	 */
	public boolean isCancelled() {
		return this.record.isCancelled();
	}

	@Nullable Object origin() {
		return this.record.origin;
	}

	/**
	 * The state that a call and its parts share.
	 */
	private static final class Record {

		private final @Nullable Object origin;

		private final boolean kept;

		private final List<Entry> entries = new ArrayList<>();

		private @Nullable String model;

		private boolean cancelled;

		Record(@Nullable Object origin, boolean kept) {
			this.origin = origin;
			this.kept = kept;
		}

		synchronized void add(Entry entry) {
			if (this.kept) {
				this.entries.add(entry);
			}
		}

		synchronized List<Entry> entries() {
			return List.copyOf(this.entries);
		}

		synchronized void model(String id) {
			this.model = (this.model == null || this.model.equals(id)) ? id : MODELS;
		}

		synchronized String model() {
			return (this.model != null) ? this.model : NO_MODEL;
		}

		synchronized void cancel() {
			this.cancelled = true;
		}

		synchronized boolean isCancelled() {
			return this.cancelled;
		}

	}

}
