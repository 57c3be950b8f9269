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
