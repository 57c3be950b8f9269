package dev.dcae.serving;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * An accepted item, for its caller.
 */
public final class Submission {

	private static final Duration ALWAYS = Duration.ofNanos(Long.MAX_VALUE);

	private final QueuedItem item;

	private final LockedCore core;

	Submission(QueuedItem item, LockedCore core) {
		this.item = item;
		this.core = core;
	}

	/**
	 * Waits for the answer, until the item's deadline if it has one. Made for virtual
	 * threads. If the caller is interrupted the item is cancelled.
	 * @throws ServingException if the item ended without an answer
	 * @throws InterruptedException if the caller was interrupted
	 */
	public Answer await() throws InterruptedException {
		return await(() -> false, ALWAYS);
	}

	/**
	 * Waits for the answer as long as somebody wants it.
	 * @param abandoned whether nobody does any more; the item is then cancelled
	 * @param every how often to ask
	 * @throws ServingException if the item ended without an answer
	 * @throws InterruptedException if the caller was interrupted
	 */
	public Answer await(BooleanSupplier abandoned, Duration every) throws InterruptedException {
		Deadline deadline = this.item.work.deadline();
		try {
			while (!isSettled()) {
				long left = deadline.isNone() ? Long.MAX_VALUE : deadline.nanos() - this.core.nanos();
				if (left <= 0) {
					settle(new ServingException.DeadlineMissed());
				}
				else if (!isSettledWithin(Math.min(left, every.toNanos())) && abandoned.getAsBoolean()) {
					cancel();
				}
			}
			return this.item.future.get();
		}
		catch (ExecutionException ex) {
			throw (ex.getCause() instanceof ServingException reason) ? reason : new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			cancel();
			throw ex;
		}
	}

	/**
	 * Says that nobody waits for the answer any more. If no lane has taken the item it
	 * never reaches a device; if one has, its result is dropped. Does nothing to an item
	 * that is settled.
	 */
	public void cancel() {
		settle(new ServingException.Cancelled());
	}

	/**
	 * Whether {@link #await} would return or throw at once.
	 */
	public boolean isSettled() {
		return this.item.future.isDone();
	}

	private void settle(ServingException reason) {
		this.core.act((core, now) -> core.ledger.fail(this.item, reason));
	}

	private boolean isSettledWithin(long nanos) throws InterruptedException, ExecutionException {
		try {
			this.item.future.get(nanos, TimeUnit.NANOSECONDS);
			return true;
		}
		catch (TimeoutException ex) {
			// The scheduler's clock decides whether the deadline has passed, not this
			// thread's.
			return false;
		}
	}

}
