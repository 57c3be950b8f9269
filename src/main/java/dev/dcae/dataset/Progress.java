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
package dev.dcae.dataset;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

import dev.dcae.serving.NanoClock;

/**
 * Says from time to time how far the work is: on a terminal in one line that changes,
 * else a line each time.
 */
public final class Progress {

	private static final Duration OFTEN = Duration.ofMillis(250);

	private static final Duration SELDOM = Duration.ofSeconds(10);

	private final PrintWriter out;

	private final boolean terminal;

	private final NanoClock clock;

	private final long total;

	private final long before;

	private final long start;

	private long shownAt;

	private long done;

	private long failed;

	/**
	 * Progress from now on.
	 * @param total files
	 * @param before those that earlier runs did
	 */
	public Progress(PrintWriter out, boolean terminal, NanoClock clock, long total, long before) {
		this.out = out;
		this.terminal = terminal;
		this.clock = clock;
		this.total = total;
		this.before = before;
		this.start = clock.nanos();
		this.shownAt = this.start;
	}

	/**
	 * Counts a file.
	 */
	public void count(boolean failure) {
		this.done++;
		this.failed += failure ? 1 : 0;
		long now = this.clock.nanos();
		if (now - this.shownAt >= (this.terminal ? OFTEN : SELDOM).toNanos()) {
			this.shownAt = now;
			show(line(now));
		}
	}

	/**
	 * Leaves the line that changes.
	 */
	public void end() {
		if (this.terminal) {
			show(line(this.clock.nanos()));
			this.out.println();
		}
		this.out.flush();
	}

	private void show(String line) {
		if (this.terminal) {
			// Clears the rest of a longer line.
			this.out.print("\r" + line + "\u001b[K");
		}
		else {
			this.out.println(line);
		}
		this.out.flush();
	}

	private String line(long now) {
		long all = this.before + this.done;
		double rate = rate(now);
		String left = (rate > 0) ? ", " + duration(Math.round((this.total - all) / rate)) + " left" : "";
		return String.format(Locale.ROOT, "%,d of %,d images (%d %%), %.1f/s%s%s", all, this.total,
				100 * all / Math.max(1, this.total), rate, left,
				(this.failed > 0) ? String.format(Locale.ROOT, ", %,d failed", this.failed) : "");
	}

	private double rate(long now) {
		return (now > this.start) ? this.done * 1e9 / (now - this.start) : 0;
	}

	private static String duration(long seconds) {
		if (seconds < 60) {
			return seconds + " s";
		}
		return (seconds < 3600) ? "%d min".formatted((seconds + 59) / 60)
				: "%d h %02d min".formatted(seconds / 3600, seconds % 3600 / 60);
	}

}
