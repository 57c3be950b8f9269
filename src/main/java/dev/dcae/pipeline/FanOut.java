package dev.dcae.pipeline;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;

/**
 * Work in many pieces that are under way at once, each on a virtual thread, so that what
 * they submit can ride in common batches. Their results are taken in order, however soon
 * each was done.
 */
public final class FanOut {

	/**
	 * How often the thread that waits looks whether somebody still waits for it.
	 */
	private static final Duration LOOK = Duration.ofMillis(200);

	private final int atOnce;

	/**
	 * A bound on what is under way.
	 * @param atOnce pieces that are begun and whose results are not yet taken, at least 1
	 */
	public FanOut(int atOnce) {
		this.atOnce = atOnce;
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
	 * Runs the work. The first piece in order that fails ends all: those under way are
	 * interrupted, and none is left behind. Where the queue is full the first piece is
	 * turned away; the others wait for room.
	 * @param pieces asked for one by one, on this thread
	 * @param urgency of the whole
	 * @param work that is given a piece and its urgency, on a thread of its own
	 * @throws RuntimeException what the work throws
	 * @throws IOException what the sink throws
	 */
	public <S, R> void run(Iterator<S> pieces, Urgency urgency, BiFunction<S, Urgency, R> work, Sink<R> sink)
			throws IOException {
		// Whether the caller is gone can be asked on its own thread only.
		AtomicBoolean abandoned = new AtomicBoolean();
		Urgency first = new Urgency(urgency.priority(), urgency.deadline(), abandoned::get, urgency.caller(),
				urgency.patient());
		// Those before them have cost device time already.
		Urgency others = new Urgency(urgency.priority(), urgency.deadline(), abandoned::get, urgency.caller(), true);
		boolean begun = false;
		Deque<Future<R>> underWay = new ArrayDeque<>();
		try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
			try {
				while (pieces.hasNext() || !underWay.isEmpty()) {
					if (pieces.hasNext() && underWay.size() < this.atOnce) {
						S piece = pieces.next();
						Urgency each = begun ? others : first;
						begun = true;
						underWay.add(threads.submit(Carried.of(() -> work.apply(piece, each))));
					}
					else {
						sink.take(await(underWay.remove(), urgency, abandoned));
					}
				}
			}
			finally {
				threads.shutdownNow();
			}
		}
	}

	private static <R> R await(Future<R> result, Urgency urgency, AtomicBoolean abandoned) {
		while (true) {
			try {
				return result.get(LOOK.toNanos(), TimeUnit.NANOSECONDS);
			}
			catch (TimeoutException ex) {
				if (urgency.abandoned().getAsBoolean()) {
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
