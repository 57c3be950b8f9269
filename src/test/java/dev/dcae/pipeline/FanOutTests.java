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

	private static final Urgency URGENCY = new Urgency(2, Deadline.NONE, () -> false, Caller.ANYONE);

	@Test
	void resultsAreTakenInOrderHoweverSoonTheyAreDone() throws IOException {
		CountDownLatch last = new CountDownLatch(1);
		List<Integer> taken = new ArrayList<>();
		new FanOut(10).run(numbers(10), URGENCY, (number, _) -> {
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
		new FanOut(4).run(numbers(8), URGENCY, (number, _) -> {
			meet(together);
			return number;
		}, taken::add);
		assertThat(taken).hasSize(8);
	}

	@Test
	void noMoreThanAreAllowedAreBegunBeforeAResultIsTaken() throws IOException {
		AtomicInteger begun = new AtomicInteger();
		AtomicInteger taken = new AtomicInteger();
		new FanOut(3).run(numbers(50), URGENCY, (_, _) -> {
			assertThat(begun.incrementAndGet() - taken.get()).isLessThanOrEqualTo(4);
			return 0;
		}, (_) -> taken.incrementAndGet());
		assertThat(taken).hasValue(50);
	}

	@Test
	void aPieceHasTheUrgencyOfTheWhole() throws IOException {
		new FanOut(1).run(numbers(1), URGENCY, (_, urgency) -> urgency, (urgency) -> {
			assertThat(urgency.priority()).isEqualTo(2);
			assertThat(urgency.caller()).isEqualTo(Caller.ANYONE);
		});
	}

	@Test
	void allButTheFirstPieceWaitForRoomInTheQueue() throws IOException {
		List<Boolean> patient = new ArrayList<>();
		new FanOut(2).run(numbers(4), URGENCY, (_, urgency) -> urgency.patient(), patient::add);
		assertThat(patient).containsExactly(false, true, true, true);
	}

	@Test
	void aFailureInterruptsTheOthersAndIsThrown() {
		AtomicBoolean interrupted = new AtomicBoolean();
		CountDownLatch waiting = new CountDownLatch(1);
		assertThatIllegalArgumentException().isThrownBy(() -> new FanOut(2).run(numbers(2), URGENCY, (number, _) -> {
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
		})).withMessage("first");
		assertThat(interrupted).isTrue();
	}

	@Test
	void aSinkThatCannotWriteEndsTheWork() {
		assertThatExceptionOfType(IOException.class)
			.isThrownBy(() -> new FanOut(2).run(numbers(5), URGENCY, (number, _) -> number, (_) -> {
				throw new IOException("full");
			}));
	}

	@Test
	void theEndOfTheCallerReachesThePieces() throws IOException {
		AtomicBoolean gone = new AtomicBoolean();
		Urgency urgency = new Urgency(0, Deadline.NONE, gone::get, Caller.ANYONE);
		List<Boolean> noticed = new ArrayList<>();
		new FanOut(1).run(numbers(1), urgency, (_, own) -> {
			gone.set(true);
			while (!own.abandoned().getAsBoolean()) {
				Thread.onSpinWait();
			}
			return true;
		}, noticed::add);
		assertThat(noticed).containsExactly(true);
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
