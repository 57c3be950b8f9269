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

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.ToLongFunction;

import org.jspecify.annotations.Nullable;

/**
 * Runs the parts of a call at the same time, each on a virtual thread, so that what they
 * submit can ride in common batches. Results are taken in order, however soon each was
 * done.
 */
public final class FanOut {

	/**
	 * The time between two looks of the thread that waits whether somebody still waits
	 * for it.
	 */
	private static final Duration LOOK = Duration.ofMillis(200);

	private final int atOnce;

	private final long bytes;

	/**
	 * Bounds what is under way.
	 * @param atOnce parts that are begun and whose results are not yet taken, at least 1
	 * @param bytes of heap that they hold; a part that needs more runs alone
	 */
	public FanOut(int atOnce, long bytes) {
		this.atOnce = atOnce;
		this.bytes = bytes;
	}

	/**
	 * Takes results, on the thread that waits for them.
	 */
	@FunctionalInterface
	public interface Sink<R> {

		/**
		 * Takes the next result.
		 * @throws IOException if it cannot be written
		 */
		void take(R result) throws IOException;

	}

	/**
	 * Reserves what the parts of a call are going to hold at once, and runs them later.
	 * @param cost the heap that each takes until its result is taken, in bytes
	 * @throws RuntimeException if the call's memory does not suffice
	 */
	public <S> Plan<S> plan(Call call, Collection<S> parts, ToLongFunction<S> cost) {
		long all = parts.stream().mapToLong(cost).sum();
		long largest = parts.stream().mapToLong(cost).max().orElse(0);
		long most = Math.min(all, Math.max(largest, this.bytes));
		call.memory().reserve(most);
		return new Plan<>(call, parts, cost, most);
	}

	/**
	 * Runs parts of a call whose results are all kept.
	 * @param cost the heap that each takes with its result, in bytes
	 * @return the results, in order
	 * @throws RuntimeException if the call's memory does not suffice, and what the work
	 * throws
	 */
	public <S, R> List<R> gather(Call call, Collection<S> parts, ToLongFunction<S> cost, BiFunction<Call, S, R> work) {
		if (parts.size() == 1) {
			return List.of(work.apply(call, parts.iterator().next()));
		}
		long all = parts.stream().mapToLong(cost).sum();
		call.memory().reserve(all);
		List<R> results = new ArrayList<>();
		try {
			new Plan<>(call, parts, cost, all).run(work, results::add);
		}
		catch (IOException ex) {
			throw new IllegalStateException("A list took no result", ex);
		}
		return results;
	}

	/**
	 * Runs parts of a call that find out by themselves what heap they take.
	 * @param parts asked for one by one, on this thread
	 * @throws RuntimeException what the work throws
	 * @throws IOException what the sink throws
	 */
	public <S, R> void run(Call call, Iterator<S> parts, BiFunction<Call, S, R> work, Sink<R> sink) throws IOException {
		run(call, parts, (_) -> 0, Long.MAX_VALUE, work, sink);
	}

	/**
	 * Parts of a call for which memory is reserved.
	 */
	public final class Plan<S> {

		private final Call call;

		private final Collection<S> parts;

		private final ToLongFunction<S> cost;

		private final long most;

		private Plan(Call call, Collection<S> parts, ToLongFunction<S> cost, long most) {
			this.call = call;
			this.parts = parts;
			this.cost = cost;
			this.most = most;
		}

		/**
		 * Runs the parts. The first in order that fails ends all: those under way are
		 * interrupted, and none is left behind. Where the queue is full the first part is
		 * turned away; the others wait for room, since those before them have cost device
		 * time already.
		 * @param work that is given a part and a call of its own, on a thread of its own
		 * @throws RuntimeException what the work throws
		 * @throws IOException what the sink throws
		 */
		public <R> void run(BiFunction<Call, S, R> work, Sink<R> sink) throws IOException {
			FanOut.this.run(this.call, this.parts.iterator(), this.cost, this.most, work, sink);
		}

	}

	private record UnderWay<R>(Future<R> result, long cost, Timeline timeline) {
	}

	private <S, R> void run(Call call, Iterator<S> parts, ToLongFunction<S> cost, long most,
			BiFunction<Call, S, R> work, Sink<R> sink) throws IOException {
		// The caller can be asked whether it is gone on its own thread only.
		AtomicBoolean abandoned = new AtomicBoolean();
		Deque<UnderWay<R>> underWay = new ArrayDeque<>();
		Timeline longest = call.timeline().part();
		long held = 0;
		boolean begun = false;
		S next = next(parts);
		try (ExecutorService threads = LogContext.carriedBy(Executors.newVirtualThreadPerTaskExecutor())) {
			try {
				while (next != null || !underWay.isEmpty()) {
					long more = (next != null) ? cost.applyAsLong(next) : 0;
					if (next != null && underWay.size() < this.atOnce && (underWay.isEmpty() || more <= most - held)) {
						S part = next;
						Call own = call.part(abandoned::get, begun || call.patient(), more);
						begun = true;
						held += more;
						underWay.add(new UnderWay<>(threads.submit(() -> work.apply(own, part)), more, own.timeline()));
						next = next(parts);
					}
					else {
						UnderWay<R> first = underWay.remove();
						R result = await(first.result(), call, abandoned);
						longest.outlast(first.timeline());
						sink.take(result);
						held -= first.cost();
					}
				}
			}
			finally {
				threads.shutdownNow();
			}
		}
		finally {
			call.timeline().join(longest);
		}
	}

	private static <S> @Nullable S next(Iterator<S> parts) {
		return parts.hasNext() ? parts.next() : null;
	}

	private static <R> R await(Future<R> result, Call call, AtomicBoolean abandoned) {
		while (true) {
			try {
				return result.get(LOOK.toNanos(), TimeUnit.NANOSECONDS);
			}
			catch (TimeoutException ex) {
				if (call.abandoned().getAsBoolean()) {
					abandoned.set(true);
				}
			}
			catch (ExecutionException ex) {
				throw Unwrapped.of(ex);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new IllegalStateException("Interrupted while waiting for the work", ex);
			}
		}
	}

}
