package dev.dcae.serving;

import java.time.Duration;

/**
 * The time from which an answer is of no use.
 *
 * @param nanos on the scheduler's {@link NanoClock}
 */
public record Deadline(long nanos) {

	/**
	 * No deadline at all.
	 */
	public static final Deadline NONE = new Deadline(Long.MAX_VALUE);

	/**
	 * A timeout from now, in the time of the clock that the scheduler was given.
	 */
	public static Deadline after(Duration timeout, NanoClock clock) {
		long now = clock.nanos();
		boolean overflows = timeout.compareTo(Duration.ofNanos(Long.MAX_VALUE - now)) >= 0;
		return overflows ? NONE : new Deadline(now + timeout.toNanos());
	}

	public boolean isMissedAt(long now) {
		return this.nanos <= now && !isNone();
	}

	public boolean isNone() {
		return this.nanos == Long.MAX_VALUE;
	}

}
