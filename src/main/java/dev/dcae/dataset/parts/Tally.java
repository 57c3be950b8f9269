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
package dev.dcae.dataset.parts;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import dev.dcae.serving.NanoClock;

/**
 * Counts what a run does, for whoever looks on, on any thread.
 */
public final class Tally {

	private final NanoClock clock;

	private final String part;

	private final long start;

	private final AtomicLong encoded = new AtomicLong();

	private final AtomicLong failed = new AtomicLong();

	private final AtomicLong damaged = new AtomicLong();

	private final AtomicLong before = new AtomicLong();

	private final AtomicLong failedBefore = new AtomicLong();

	private final AtomicLong bytes = new AtomicLong();

	private final AtomicLong unitsDone = new AtomicLong();

	private final AtomicLong units = new AtomicLong();

	private final AtomicLong bytesDone = new AtomicLong();

	private final AtomicLong bytesTotal = new AtomicLong();

	private final AtomicLong weight = new AtomicLong();

	private final AtomicLong weightDone = new AtomicLong();

	/**
	 * Starts counting.
	 * @param part of the work, in words; empty if it is all
	 */
	public Tally(NanoClock clock, String part) {
		this.clock = clock;
		this.part = part;
		this.start = clock.nanos();
	}

	void expect(long shards, long inBytes) {
		this.units.set(shards);
		this.bytesTotal.set(inBytes);
		// A unit of unknown size counts, too.
		this.weight.set(inBytes + shards);
	}

	void countEncoded(long inBytes) {
		this.encoded.incrementAndGet();
		this.bytes.addAndGet(inBytes);
	}

	void countFailed(boolean damaged) {
		this.failed.incrementAndGet();
		this.damaged.addAndGet(damaged ? 1 : 0);
	}

	void countBefore(long latents, long failures, long damagedShards) {
		this.before.addAndGet(latents);
		this.failedBefore.addAndGet(failures);
		this.damaged.addAndGet(damagedShards);
	}

	/**
	 * Counts a unit.
	 * @param now true if this run did it
	 */
	void countUnit(long inBytes, boolean now) {
		this.unitsDone.incrementAndGet();
		this.weightDone.addAndGet(inBytes + 1);
		if (now) {
			this.bytesDone.addAndGet(inBytes);
		}
		else {
			// What was done before says nothing of how long the rest takes.
			this.bytesTotal.addAndGet(-inBytes);
		}
	}

	/**
	 * Samples that got a latent in this run.
	 */
	public long encoded() {
		return this.encoded.get();
	}

	/**
	 * Shards that could not be read to their ends, in this run and in those before.
	 */
	public long damaged() {
		return this.damaged.get();
	}

	/**
	 * Samples that failed, in this run and in those before.
	 */
	public long failed() {
		return this.failed.get() + this.failedBefore.get();
	}

	/**
	 * Samples that failed in this run.
	 */
	public long failedNow() {
		return this.failed.get();
	}

	/**
	 * Samples that had a latent before this run.
	 */
	public long before() {
		return this.before.get();
	}

	/**
	 * Samples that were looked at, in this run or before.
	 */
	public long samples() {
		return encoded() + failed() + before();
	}

	/**
	 * Samples that there will be in the end, about: by the sizes of the units that are
	 * done. Before one is, nobody knows, and there may be any number.
	 */
	long expected() {
		long known = this.weightDone.get();
		return (known > 0) ? Math.round((double) samples() * this.weight.get() / known) : Long.MAX_VALUE;
	}

	/**
	 * Bytes of the images that got a latent in this run.
	 */
	public long bytes() {
		return this.bytes.get();
	}

	/**
	 * Units of work that are done.
	 */
	public long unitsDone() {
		return this.unitsDone.get();
	}

	/**
	 * Units of work of this part.
	 */
	public long units() {
		return this.units.get();
	}

	/**
	 * Seconds since the start.
	 */
	public double seconds() {
		return (this.clock.nanos() - this.start) / 1e9;
	}

	private double rate() {
		double seconds = seconds();
		return (seconds > 0) ? (this.encoded.get() + this.failed.get()) / seconds : 0;
	}

	/**
	 * The state of the work in a line for people.
	 */
	public String line() {
		double share = (this.bytesTotal.get() > 0) ? (double) this.bytesDone.get() / this.bytesTotal.get() : 0;
		String left = (share > 0 && share < 1) ? ", " + duration(Math.round(seconds() * (1 - share) / share)) + " left"
				: "";
		long failures = failed();
		return String.format(Locale.ROOT, "%s%,d images, %,d of %,d shards, %.1f/s%s%s",
				this.part.isEmpty() ? "" : "part %s: ".formatted(this.part), encoded() + before(), unitsDone(), units(),
				rate(), left, (failures > 0) ? String.format(Locale.ROOT, ", %,d failed", failures) : "");
	}

	/**
	 * The state of the work for machines, by name.
	 */
	public Map<String, Object> state() {
		Map<String, Object> state = new LinkedHashMap<>();
		if (!this.part.isEmpty()) {
			state.put("part", this.part);
		}
		state.put("seconds", Math.round(seconds() * 10) / 10.0);
		state.put("encoded", encoded());
		state.put("before", before());
		state.put("failed", failed());
		state.put("bytes", bytes());
		state.put("shardsDone", unitsDone());
		state.put("shards", units());
		state.put("perSecond", Math.round(rate() * 100) / 100.0);
		return state;
	}

	private static String duration(long seconds) {
		if (seconds < 60) {
			return seconds + " s";
		}
		return (seconds < 3600) ? "%d min".formatted((seconds + 59) / 60)
				: "%d h %02d min".formatted(seconds / 3600, seconds % 3600 / 60);
	}

}
