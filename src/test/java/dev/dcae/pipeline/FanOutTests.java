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
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import dev.dcae.serving.Caller;
import dev.dcae.serving.Deadline;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Work in many pieces.
 */
@Timeout(60)
class FanOutTests {

	private static final Call CALL = new Call(2, Deadline.NONE, Caller.ANYONE, () -> false, false,
			MemoryBudget.UNLIMITED, Timeline.ofSums(), new Notes());

	@Test
	void resultsAreTakenInOrderHoweverSoonTheyAreDone() throws IOException {
		CountDownLatch last = new CountDownLatch(1);
		List<Integer> taken = new ArrayList<>();
		new FanOut(10, Long.MAX_VALUE).run(CALL, numbers(10), (_, number) -> {
			// The first is done only after the last.
			if (number == 9) {
				last.countDown();
			}
			if (number == 0) {
				await(last);
			}
			return number;
		}, taken::add);
		assertThat(taken).containsExactlyElementsOf(IntStream.range(0, 10).boxed().toList());
	}

	@Test
	void asManyAsAreAllowedAreUnderWayAtOnce() throws IOException {
		CyclicBarrier together = new CyclicBarrier(4);
		List<Integer> taken = new ArrayList<>();
		new FanOut(4, Long.MAX_VALUE).run(CALL, numbers(8), (_, number) -> {
			meet(together);
			return number;
		}, taken::add);
		assertThat(taken).hasSize(8);
	}

	@Test
	void noMoreThanAreAllowedAreBegunBeforeAResultIsTaken() throws IOException {
		AtomicInteger begun = new AtomicInteger();
		AtomicInteger taken = new AtomicInteger();
		new FanOut(3, Long.MAX_VALUE).run(CALL, numbers(50), (_, _) -> {
			assertThat(begun.incrementAndGet() - taken.get()).isLessThanOrEqualTo(4);
			return 0;
		}, (_) -> taken.incrementAndGet());
		assertThat(taken).hasValue(50);
	}

	@Test
	void aPartIsAsUrgentAsTheWhole() throws IOException {
		new FanOut(1, Long.MAX_VALUE).run(CALL, numbers(1), (call, _) -> call, (call) -> {
			assertThat(call.priority()).isEqualTo(2);
			assertThat(call.caller()).isEqualTo(Caller.ANYONE);
		});
	}

	@Test
	void allButTheFirstPieceWaitForRoomInTheQueue() throws IOException {
		List<Boolean> patient = new ArrayList<>();
		new FanOut(2, Long.MAX_VALUE).run(CALL, numbers(4), (call, _) -> call.patient(), patient::add);
		assertThat(patient).containsExactly(false, true, true, true);
	}

	@Test
	void aFailureInterruptsTheOthersAndIsThrown() {
		AtomicBoolean interrupted = new AtomicBoolean();
		CountDownLatch waiting = new CountDownLatch(1);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new FanOut(2, Long.MAX_VALUE).run(CALL, numbers(2), (_, number) -> {
				if (number == 0) {
					await(waiting);
					throw new IllegalArgumentException("first");
				}
				try {
					waiting.countDown();
					new CountDownLatch(1).await();
				}
				catch (InterruptedException ex) {
					interrupted.set(true);
				}
				return number;
			}, (_) -> {
			}))
			.withMessage("first");
		assertThat(interrupted).isTrue();
	}

	@Test
	void aSinkThatCannotWriteEndsTheWork() {
		assertThatExceptionOfType(IOException.class)
			.isThrownBy(() -> new FanOut(2, Long.MAX_VALUE).run(CALL, numbers(5), (_, number) -> number, (_) -> {
				throw new IOException("full");
			}));
	}

	@Test
	void theEndOfTheCallerReachesThePieces() throws IOException {
		AtomicBoolean gone = new AtomicBoolean();
		Call call = Rig.call(Deadline.NONE, gone::get, false);
		List<Boolean> noticed = new ArrayList<>();
		new FanOut(1, Long.MAX_VALUE).run(call, numbers(1), (own, _) -> {
			gone.set(true);
			while (!own.abandoned().getAsBoolean()) {
				Thread.onSpinWait();
			}
			return true;
		}, noticed::add);
		assertThat(noticed).containsExactly(true);
	}

	@Test
	void aPlanReservesWhatItsPartsHoldAtOnceBeforeTheyRun() throws IOException {
		Budget budget = new Budget(100);
		FanOut.Plan<Integer> plan = new FanOut(10, 70).plan(budget.call(), List.of(30, 20, 40, 50), (cost) -> cost);
		assertThat(budget.reserved).hasValue(70);
		AtomicInteger held = new AtomicInteger();
		List<Integer> taken = new ArrayList<>();
		plan.run((part, cost) -> {
			try (MemoryBudget.Hold _ = part.memory().reserve(cost)) {
				assertThat(held.addAndGet(cost)).isLessThanOrEqualTo(70);
				assertThat(budget.reserved).hasValue(70);
				held.addAndGet(-cost);
				return cost;
			}
		}, taken::add);
		assertThat(taken).containsExactly(30, 20, 40, 50);
	}

	@Test
	void aPlanThatIsLessThanTheBoundReservesItsSum() {
		Budget budget = new Budget(100);
		new FanOut(10, 1000).plan(budget.call(), List.of(30, 20), (cost) -> cost);
		assertThat(budget.reserved).hasValue(50);
	}

	@Test
	void aPartThatIsLargerThanTheBoundRunsAlone() throws IOException {
		Budget budget = new Budget(100);
		FanOut.Plan<Integer> plan = new FanOut(10, 10).plan(budget.call(), List.of(4, 80, 4), (cost) -> cost);
		assertThat(budget.reserved).hasValue(80);
		List<Integer> taken = new ArrayList<>();
		plan.run((_, cost) -> cost, taken::add);
		assertThat(taken).containsExactly(4, 80, 4);
	}

	@Test
	void aPlanThatDoesNotFitIsRefusedBeforeAnythingRuns() {
		Budget budget = new Budget(49);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new FanOut(10, 1000).plan(budget.call(), List.of(30, 20), (cost) -> cost));
		assertThat(budget.reserved).hasValue(0);
	}

	@Test
	void aPartThatNeedsMoreThanItSaidTakesTheRestFromItsCall() {
		Budget budget = new Budget(100);
		new FanOut(2, 1000).gather(budget.call(), List.of(30, 20), (cost) -> cost, (part, cost) -> {
			try (MemoryBudget.Hold _ = part.memory().reserve(cost); MemoryBudget.Hold _ = part.memory().reserve(10)) {
				return budget.reserved.get();
			}
		}).forEach((reserved) -> assertThat(reserved).isBetween(60, 70));
		assertThat(budget.reserved).hasValue(50);
	}

	/**
	 * A budget that refuses what is more.
	 */
	private static final class Budget implements MemoryBudget {

		private final int bytes;

		private final AtomicInteger reserved = new AtomicInteger();

		Budget(int bytes) {
			this.bytes = bytes;
		}

		Call call() {
			return new Call(0, Deadline.NONE, Caller.ANYONE, () -> false, false, this, Timeline.ofSums(), new Notes());
		}

		@Override
		public Hold reserve(long more) {
			if (this.reserved.addAndGet((int) more) > this.bytes) {
				this.reserved.addAndGet((int) -more);
				throw new IllegalArgumentException("%d more".formatted(more));
			}
			return () -> this.reserved.addAndGet((int) -more);
		}

	}

	private static Iterator<Integer> numbers(int count) {
		return IntStream.range(0, count).boxed().iterator();
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void meet(CyclicBarrier barrier) {
		try {
			barrier.await();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

}
