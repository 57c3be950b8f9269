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
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.IntFunction;

import dev.dcae.serving.Batching;
import dev.dcae.serving.Caller;
import dev.dcae.serving.Deadline;
import dev.dcae.serving.DeviceLanes;
import dev.dcae.serving.ServingException;
import dev.dcae.serving.ServingSettings;
import dev.dcae.serving.WorkItem;
import dev.dcae.serving.fleet.LaneState;
import dev.dcae.serving.queue.QueuedItem;

/**
 * A machine and its clients on a clock of their own: lanes that take a fixed time for a
 * batch and one for each of its pixels, give or take, and callers that wait for their
 * answers until their deadlines. The same seed runs the same.
 */
final class Simulation {

	private final CoreDriver driver;

	private final List<LaneState> lanes = new ArrayList<>();

	private final PriorityQueue<Event> events = new PriorityQueue<>(
			Comparator.comparingLong((Event event) -> event.at).thenComparingLong((event) -> event.sequence));

	private final Random random;

	private final Duration fixed;

	private final double nanosPerPixel;

	private final double noise;

	private long sequence;

	private int ids;

	private final List<Sent> sent = new ArrayList<>();

	private boolean stopped;

	private double deviceNanos;

	private double thrownAwayNanos;

	private final Map<Caller, Double> nanosOf = new HashMap<>();

	/**
	 * An idle machine.
	 * @param fixed part of the time of a batch
	 * @param nanosPerPixel of a batch
	 * @param noise the most by which a batch takes longer or shorter, as a part of its
	 * time
	 */
	Simulation(Batching batching, int lanes, Duration fixed, double nanosPerPixel, double noise, long seed) {
		ServingSettings settings = Given.settings(batching);
		this.driver = CoreDriver.serving(settings, new DeviceLanes(Given.CPU, lanes));
		for (int i = 0; i < lanes; i++) {
			this.lanes.add(this.driver.lane(Given.CPU, i));
		}
		this.fixed = fixed;
		this.nanosPerPixel = nanosPerPixel;
		this.noise = noise;
		this.random = new Random(seed);
	}

	/**
	 * An item that a client sent, and what came of it.
	 */
	static final class Sent {

		final WorkItem work;

		final long at;

		long endedAt = Long.MAX_VALUE;

		boolean answered;

		boolean refused;

		boolean reachedTheDevice;

		Sent(WorkItem work, long at) {
			this.work = work;
			this.at = at;
		}

		long took() {
			return this.endedAt - this.at;
		}

	}

	private record Event(long at, long sequence, Runnable action) {
	}

	CoreDriver driver() {
		return this.driver;
	}

	Random random() {
		return this.random;
	}

	long now() {
		return this.driver.clock.nanos();
	}

	/**
	 * The time that a batch takes without noise.
	 */
	Duration time(int items, int side) {
		return this.fixed.plusNanos((long) (this.nanosPerPixel * items * side * side));
	}

	void at(long time, Runnable action) {
		this.events.add(new Event(time, this.sequence++, action));
	}

	/**
	 * Sends an item.
	 * @param ended is told of it once it is answered, refused or given up
	 */
	Sent send(WorkItem work, Consumer<Sent> ended) {
		Sent one = new Sent(work, now());
		this.sent.add(one);
		QueuedItem item;
		try {
			item = this.driver.submit(work);
		}
		catch (ServingException ex) {
			one.refused = true;
			one.endedAt = now();
			ended.accept(one);
			return one;
		}
		item.future().whenComplete((answer, failure) -> {
			one.endedAt = now();
			one.answered = failure == null;
			// After the decision that settled it.
			at(now(), () -> ended.accept(one));
		});
		Deadline deadline = work.deadline();
		if (!deadline.isNone()) {
			at(deadline.nanos(), () -> this.driver.fail(item, new ServingException.DeadlineMissed()));
		}
		at(now(), this::wake);
		return one;
	}

	/**
	 * A client that sends again as soon as it has an answer, after a pause.
	 */
	void client(IntFunction<WorkItem> items, Duration pause) {
		send(items.apply(this.ids++), (ended) -> at(now() + pause.toNanos(), () -> client(items, pause)));
	}

	/**
	 * Clients that send at random times, whatever comes of it.
	 */
	void poisson(double perSecond, IntFunction<WorkItem> items) {
		long next = now() + (long) (-Math.log(1 - this.random.nextDouble()) / perSecond * 1e9);
		at(next, () -> {
			if (this.stopped) {
				return;
			}
			send(items.apply(this.ids++), (ended) -> {
			});
			poisson(perSecond, items);
		});
	}

	/**
	 * Has nobody send anything at random any more.
	 */
	void stop() {
		this.stopped = true;
	}

	private void wake() {
		for (LaneState lane : this.lanes) {
			if (!lane.isBusy()) {
				step(lane);
			}
		}
	}

	private void step(LaneState lane) {
		if (this.driver.next(lane) instanceof Step.Run run) {
			Batch batch = run.batch();
			List<QueuedItem> items = this.driver.begin(lane, batch);
			if (items.isEmpty()) {
				at(now(), () -> step(lane));
				return;
			}
			long pixels = items.stream().mapToLong(QueuedItem::pixels).sum();
			double off = 1 + this.noise * (2 * this.random.nextDouble() - 1);
			long nanos = (long) (off * (this.fixed.toNanos() + this.nanosPerPixel * pixels));
			long startedAt = now();
			at(startedAt + nanos, () -> {
				this.deviceNanos += nanos;
				for (QueuedItem item : items) {
					this.nanosOf.merge(item.work().caller(), (double) nanos / items.size(), Double::sum);
				}
				long late = items.stream().filter(QueuedItem::isSettled).count();
				this.thrownAwayNanos += (double) nanos * late / items.size();
				this.driver.ran(lane, batch, items, startedAt, true);
				step(lane);
			});
		}
	}

	void run(Duration time) {
		long until = now() + time.toNanos();
		while (!this.events.isEmpty() && this.events.peek().at <= until) {
			Event next = this.events.remove();
			this.driver.clock.advance(Duration.ofNanos(Math.max(0, next.at - now())));
			next.action.run();
		}
		this.driver.clock.advance(Duration.ofNanos(until - now()));
	}

	/**
	 * Forgets what came of it so far.
	 */
	void measure() {
		this.sent.clear();
		this.nanosOf.clear();
		this.deviceNanos = 0;
		this.thrownAwayNanos = 0;
	}

	List<Sent> sent() {
		return this.sent;
	}

	long answered() {
		return this.sent.stream().filter((one) -> one.answered).count();
	}

	/**
	 * The part of the devices' time that a caller had.
	 */
	double share(Caller caller) {
		return this.nanosOf.getOrDefault(caller, 0.0) / this.deviceNanos;
	}

	/**
	 * The median time of a caller's answers, in nanoseconds.
	 */
	long median(Caller caller) {
		long[] times = this.sent.stream()
			.filter((one) -> one.answered && one.work.caller().equals(caller))
			.mapToLong(Sent::took)
			.sorted()
			.toArray();
		return times[times.length / 2];
	}

	/**
	 * The part of the devices' time that was spent on items that nobody waited for any
	 * more.
	 */
	double thrownAway() {
		return this.thrownAwayNanos / this.deviceNanos;
	}

}
