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
package dev.dcae.serving.core;

import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

import dev.dcae.serving.NanoClock;

/**
 * The one lock around the core. Time is read under it, so that decisions are taken in the
 * order of their times; their effects follow after it.
 */
final class LockedCore {

	private final ReentrantLock lock = new ReentrantLock();

	private final SchedulingCore core;

	private final NanoClock clock;

	LockedCore(SchedulingCore core, NanoClock clock) {
		this.core = core;
		this.clock = clock;
	}

	/**
	 * Takes a decision. Its effects are carried out even if it ends with an exception.
	 */
	<T> T decide(Decision<T> decision) {
		List<Runnable> effects = List.of();
		this.lock.lock();
		try {
			return decision.take(this.core, this.clock.nanos());
		}
		finally {
			try {
				effects = this.core.effects.take();
			}
			finally {
				this.lock.unlock();
			}
			Effects.carryOut(effects);
		}
	}

	/**
	 * Takes a decision that has no result.
	 */
	void act(Action action) {
		decide((core, now) -> {
			action.take(core, now);
			return true;
		});
	}

	long nanos() {
		return this.clock.nanos();
	}

	/**
	 * A decision at a time.
	 */
	interface Decision<T> {

		T take(SchedulingCore core, long now);

	}

	/**
	 * A decision at a time, without a result.
	 */
	interface Action {

		void take(SchedulingCore core, long now);

	}

}
