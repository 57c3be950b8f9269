package dev.dcae.serving;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * An accepted item, for its caller.
 */
public final class Submission {

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
		Deadline deadline = this.item.work.deadline();
		try {
			while (!deadline.isNone() && !this.item.future.isDone()) {
				long left = deadline.nanos() - this.core.nanos();
				if (left <= 0) {
					settle(new ServingException.DeadlineMissed());
					break;
				}
				await(left);
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
	 * Waits for a while.
	 * @return whether {@link #await} would now return or throw at once
	 * @throws InterruptedException if the caller was interrupted; the item is then
	 * cancelled
	 */
	public boolean isSettledWithin(Duration patience) throws InterruptedException {
		try {
			long left = this.item.work.deadline().isNone() ? Long.MAX_VALUE
					: this.item.work.deadline().nanos() - this.core.nanos();
			await(Math.max(0, Math.min(patience.toNanos(), left)));
		}
		catch (ExecutionException ex) {
			return true;
		}
		catch (InterruptedException ex) {
			cancel();
			throw ex;
		}
		return isSettled() || this.item.work.deadline().isMissedAt(this.core.nanos());
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

	private void await(long nanos) throws InterruptedException, ExecutionException {
		try {
			this.item.future.get(nanos, TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException ex) {
			// The scheduler's clock decides whether the deadline has passed, not this
			// thread's.
		}
	}

}
