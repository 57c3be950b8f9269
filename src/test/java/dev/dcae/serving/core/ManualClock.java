package dev.dcae.serving.core;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import dev.dcae.serving.Deadline;
import dev.dcae.serving.NanoClock;

/**
 * A clock that moves only when told to.
 */
class ManualClock implements NanoClock {

	private final AtomicLong now = new AtomicLong();

	@Override
	public long nanos() {
		return this.now.get();
	}

	void advance(Duration time) {
		this.now.addAndGet(time.toNanos());
	}

	Deadline in(Duration timeout) {
		return Deadline.after(timeout, this);
	}

}
