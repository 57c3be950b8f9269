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

import java.time.Duration;

/**
 * The rate at which work leaves the service, in pixels, over about the last ten seconds
 * in which there was any. Idle time does not count: an empty service is not a slow one.
 */
final class DrainRate {

	private static final double MEMORY_NANOS = 10e9;

	/**
	 * Said before anything was measured.
	 */
	private static final Duration BEFORE_ANY_MEASUREMENT = Duration.ofSeconds(1);

	private static final Duration LONGEST = Duration.ofMinutes(5);

	private double pixels;

	private double nanos;

	private long since;

	/**
	 * Begins to count: there is work from now on.
	 */
	void busyFrom(long now) {
		this.since = now;
	}

	/**
	 * Counts work that is done.
	 */
	void drained(long donePixels, long now) {
		long elapsed = now - this.since;
		double kept = Math.exp(-elapsed / MEMORY_NANOS);
		this.pixels = kept * this.pixels + donePixels;
		this.nanos = kept * this.nanos + elapsed;
		this.since = now;
	}

	double pixelsPerSecond() {
		return (this.nanos > 0) ? 1e9 * this.pixels / this.nanos : 0;
	}

	/**
	 * The time in which so many pixels will have drained.
	 */
	Duration timeFor(long queuedPixels) {
		double rate = pixelsPerSecond();
		if (rate <= 0) {
			return BEFORE_ANY_MEASUREMENT;
		}
		double seconds = Math.min(queuedPixels / rate, (double) LONGEST.toSeconds());
		return Duration.ofNanos((long) (1e9 * seconds));
	}

}
