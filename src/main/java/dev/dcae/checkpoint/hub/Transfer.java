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
package dev.dcae.checkpoint.hub;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;

/**
 * The course of one download: how much is there, how fast it comes, and how long the rest
 * will take at that rate.
 */
final class Transfer {

	private static final String[] UNITS = { "kB", "MB", "GB", "TB" };

	private final ProgressLine progress;

	private final InstantSource clock;

	private final String file;

	private final long size;

	private final long resumedAt;

	private final Instant start;

	private Instant shown;

	/**
	 * Starts the clock.
	 * @param done bytes that are there from an earlier try
	 */
	Transfer(ProgressLine progress, InstantSource clock, RepoFile file, long done) {
		this.progress = progress;
		this.clock = clock;
		this.file = file.path();
		this.size = file.size();
		this.resumedAt = done;
		this.start = clock.instant();
		this.shown = this.start;
	}

	/**
	 * Tells how it stands, if it is time to.
	 * @param done bytes that are there
	 */
	void moved(long done) {
		Instant now = this.clock.instant();
		if (Duration.between(this.shown, now).compareTo(this.progress.interval()) >= 0) {
			this.shown = now;
			long rate = rate(done, now);
			this.progress.update("%s: %s of %s%s".formatted(this.file, bytes(done), bytes(this.size),
					(rate > 0) ? ", %s/s, %s left".formatted(bytes(rate), time((this.size - done) / rate)) : ""));
		}
	}

	void finished() {
		Instant now = this.clock.instant();
		long rate = rate(this.size, now);
		this.progress.say("%s: %s in %s%s".formatted(this.file, bytes(this.size),
				time(Duration.between(this.start, now).toSeconds()),
				(rate > 0) ? ", %s/s".formatted(bytes(rate)) : ""));
	}

	/**
	 * Bytes a second, of those that came now.
	 */
	private long rate(long done, Instant now) {
		long millis = Duration.between(this.start, now).toMillis();
		// A download that starts anew falls behind where it was resumed.
		return (millis > 0) ? (long) (Math.max(0, done - this.resumedAt) * 1000.0 / millis) : 0;
	}

	static String bytes(long count) {
		if (count < 1000) {
			return count + " B";
		}
		double value = count / 1000.0;
		int unit = 0;
		while (value >= 999.5 && unit < UNITS.length - 1) {
			value /= 1000;
			unit++;
		}
		return String.format(Locale.ROOT, (value < 99.95) ? "%.1f %s" : "%.0f %s", value, UNITS[unit]);
	}

	private static String time(long seconds) {
		if (seconds < 60) {
			return seconds + " s";
		}
		return (seconds < 3600) ? "%d min %d s".formatted(seconds / 60, seconds % 60)
				: "%d h %d min".formatted(seconds / 3600, seconds % 3600 / 60);
	}

}
