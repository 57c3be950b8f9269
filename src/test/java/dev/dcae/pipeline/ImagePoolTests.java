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
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import dev.dcae.image.Interruption;
import dev.dcae.serving.Deadline;
import dev.dcae.serving.ServingException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@Timeout(60)
class ImagePoolTests {

	private static final long MEGAPIXEL = 1_000_000;

	private static final long SECOND = 1_000_000_000;

	private final AtomicLong clock = new AtomicLong();

	private final ImagePool pool = new ImagePool(1, this.clock::get);

	private final CountDownLatch free = new CountDownLatch(1);

	private final List<String> order = Collections.synchronizedList(new ArrayList<>());

	private final List<Thread> callers = new ArrayList<>();

	@AfterEach
	void close() {
		this.free.countDown();
		this.pool.close();
	}

	@Test
	void whatTakesLessTimeGoesFirst() throws InterruptedException {
		occupy();
		queue("large", 16 * MEGAPIXEL);
		queue("small", MEGAPIXEL / 4);
		queue("middling", MEGAPIXEL);
		finish();
		assertThat(this.order).containsExactly("small", "middling", "large");
	}

	@Test
	void whatHasWaitedLongIsPassedByNothing() throws InterruptedException {
		occupy();
		queue("large", 16 * MEGAPIXEL);
		this.clock.addAndGet(SECOND);
		queue("soon after", MEGAPIXEL / 4);
		this.clock.addAndGet(SECOND);
		queue("late", MEGAPIXEL / 4);
		finish();
		assertThat(this.order).containsExactly("soon after", "large", "late");
	}

	@Test
	void equalsGoInTheOrderInWhichTheyCame() throws InterruptedException {
		occupy();
		for (String name : List.of("first", "second", "third")) {
			queue(name, MEGAPIXEL);
		}
		finish();
		assertThat(this.order).containsExactly("first", "second", "third");
	}

	@Test
	void workWhoseDeadlineHasPassedIsNotBegun() {
		this.clock.set(SECOND);
		assertThatExceptionOfType(ServingException.DeadlineMissed.class)
			.isThrownBy(() -> this.pool.run(until(SECOND), 1, () -> this.order.add("run")));
		assertThat(this.order).isEmpty();
	}

	@Test
	void workWhoseDeadlinePassesWhileItWaitsIsNotBegun() throws InterruptedException {
		occupy();
		CompletableFuture<Void> late = caller(until(SECOND), () -> this.order.add("late"));
		this.clock.set(SECOND);
		assertThat(late).failsWithin(Duration.ofSeconds(30))
			.withThrowableOfType(ExecutionException.class)
			.withCauseInstanceOf(ServingException.DeadlineMissed.class);
		finish();
		assertThat(this.order).isEmpty();
	}

	@Test
	void workWhoseDeadlinePassesWhileItRunsEndsBeforeItsCallDoes() throws InterruptedException {
		CountDownLatch begun = new CountDownLatch(1);
		AtomicBoolean ended = new AtomicBoolean();
		CompletableFuture<Void> late = caller(until(SECOND), () -> {
			begun.countDown();
			try {
				while (true) {
					Interruption.check();
				}
			}
			finally {
				ended.set(true);
			}
		});
		begun.await();
		this.clock.set(SECOND);
		assertThatExceptionOfType(CompletionException.class).isThrownBy(late::join)
			.withCauseInstanceOf(ServingException.DeadlineMissed.class);
		assertThat(ended).isTrue();
	}

	@Test
	void workThatNobodyWaitsForEnds() throws InterruptedException {
		AtomicBoolean gone = new AtomicBoolean();
		CountDownLatch begun = new CountDownLatch(1);
		CompletableFuture<Void> left = caller(Rig.call(Deadline.NONE, gone::get, false), () -> {
			begun.countDown();
			while (!Interruption.isDue()) {
				Thread.onSpinWait();
			}
			throw new CancellationException();
		});
		begun.await();
		gone.set(true);
		assertThatExceptionOfType(CompletionException.class).isThrownBy(left::join)
			.withCauseInstanceOf(ServingException.Cancelled.class);
		assertThat(this.pool.run(Rig.WHENEVER, 1, () -> Interruption.isDue())).as("the thread's next work").isFalse();
	}

	@Test
	void whatTheWorkThrowsIsThrown() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.pool.run(Rig.WHENEVER, 1, () -> {
			throw new IllegalArgumentException("no image");
		})).withMessage("no image");
	}

	private Call until(long nanos) {
		return Rig.call(new Deadline(nanos), () -> false, false);
	}

	private void occupy() throws InterruptedException {
		CountDownLatch begun = new CountDownLatch(1);
		caller(Rig.WHENEVER, () -> {
			begun.countDown();
			this.free.await();
			return null;
		});
		begun.await();
	}

	private void queue(String name, long pixels) throws InterruptedException {
		CompletableFuture<Void> done = new CompletableFuture<>();
		start(Rig.WHENEVER, pixels, () -> this.order.add(name), done);
	}

	private CompletableFuture<Void> caller(Call call, Callable<?> work) throws InterruptedException {
		CompletableFuture<Void> done = new CompletableFuture<>();
		start(call, MEGAPIXEL, work, done);
		return done;
	}

	/**
	 * Returns once the caller waits, so that its work is in the queue or runs.
	 */
	private void start(Call call, long pixels, Callable<?> work, CompletableFuture<Void> done)
			throws InterruptedException {
		Thread caller = Thread.ofPlatform().start(() -> {
			try {
				this.pool.run(call, pixels, work);
				done.complete(null);
			}
			catch (RuntimeException ex) {
				done.completeExceptionally(ex);
			}
		});
		this.callers.add(caller);
		Rig.await(() -> caller.getState() == Thread.State.TIMED_WAITING || !caller.isAlive());
	}

	private void finish() throws InterruptedException {
		this.free.countDown();
		for (Thread caller : this.callers) {
			caller.join();
		}
	}

}
