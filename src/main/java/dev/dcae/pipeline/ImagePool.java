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
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

import dev.dcae.image.RgbImage;
import dev.dcae.serving.NanoClock;
import dev.dcae.serving.ServingException;

/**
 * The threads that decode, resize and encode image files: about as many as there are
 * cores, however many requests there are, since request threads are virtual and bound
 * nothing. They log in the context of whoever sent the work.
 *
 * <p>
 * Work that is expected to take less time goes first, and the longer some has waited the
 * less can pass it: work takes its turn as if it had come later by
 * {@value #NANOS_A_PIXEL} ns for each pixel that it goes over, which is several times
 * what that takes. Work whose call ends is not begun, or is interrupted.
 */
public final class ImagePool implements AutoCloseable {

	private static final int NANOS_A_PIXEL = 100;

	/**
	 * The interval at which a waiting call looks if somebody still waits for it.
	 */
	private static final Duration LOOK = Duration.ofMillis(200);

	private final ThreadPoolExecutor threads;

	private final NanoClock clock;

	private final AtomicLong arrivals = new AtomicLong();

	/**
	 * Starts the pool.
	 * @param size its threads, at least 1
	 * @param clock that the deadlines of calls go by
	 */
	public ImagePool(int size, NanoClock clock) {
		this.threads = new ThreadPoolExecutor(size, size, 0, TimeUnit.NANOSECONDS, new PriorityBlockingQueue<>(),
				Thread.ofPlatform().name("image-", 0).daemon().factory());
		this.clock = clock;
	}

	/**
	 * Runs some image work of a call and waits for it. If the call ends before, this
	 * returns only when the work has ended, too: until then it uses the call's memory.
	 * @param pixels that it goes over, by which its time is estimated
	 * @throws ServingException.DeadlineMissed if the call's deadline passes before
	 * @throws ServingException.Cancelled if nobody waits for the call any more
	 * @throws RuntimeException what the work throws
	 */
	public <T> T run(Call call, long pixels, Callable<T> work) {
		requireTime(call);
		Task<T> task = new Task<>(LogContext.carriedBy(work), this.clock.nanos() + NANOS_A_PIXEL * pixels,
				this.arrivals.getAndIncrement());
		this.threads.execute(task);
		try {
			return await(call, task);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while waiting for image work", ex);
		}
		catch (ExecutionException ex) {
			throw Unwrapped.of(ex);
		}
		finally {
			stop(task);
		}
	}

	/**
	 * Runs some work of a call that goes over all pixels of an image once.
	 * @see #run(Call, long, Callable)
	 */
	public <T> T run(Call call, RgbImage image, Callable<T> work) {
		return run(call, (long) image.width() * image.height(), work);
	}

	private <T> T await(Call call, Task<T> task) throws InterruptedException, ExecutionException {
		while (true) {
			try {
				long left = call.deadline().nanos() - this.clock.nanos();
				return task.get(Math.clamp(left, 0, LOOK.toNanos()), TimeUnit.NANOSECONDS);
			}
			catch (TimeoutException ex) {
				requireWanted(call);
			}
		}
	}

	private void requireTime(Call call) {
		if (call.deadline().isMissedAt(this.clock.nanos())) {
			throw new ServingException.DeadlineMissed();
		}
	}

	private void requireWanted(Call call) {
		requireTime(call);
		if (call.abandoned().getAsBoolean()) {
			call.timeline().cancel();
			throw new ServingException.Cancelled();
		}
	}

	/**
	 * Does nothing to work that is done.
	 */
	private void stop(Task<?> task) {
		if (task.cancel(true) && !this.threads.remove(task)) {
			task.awaitEnd();
		}
	}

	@Override
	public void close() {
		this.threads.close();
	}

	/**
	 * Work that waits for its turn.
	 */
	private static final class Task<T> extends FutureTask<T> implements Comparable<Task<?>> {

		private final long turn;

		private final long arrival;

		private final CountDownLatch ended = new CountDownLatch(1);

		Task(Callable<T> work, long turn, long arrival) {
			super(work);
			this.turn = turn;
			this.arrival = arrival;
		}

		@Override
		public void run() {
			try {
				super.run();
			}
			finally {
				this.ended.countDown();
			}
		}

		void awaitEnd() {
			boolean interrupted = false;
			while (true) {
				try {
					this.ended.await();
					break;
				}
				catch (InterruptedException ex) {
					interrupted = true;
				}
			}
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}

		@Override
		public int compareTo(Task<?> other) {
			int byTurn = Long.compare(this.turn, other.turn);
			return (byTurn != 0) ? byTurn : Long.compare(this.arrival, other.arrival);
		}

	}

}
