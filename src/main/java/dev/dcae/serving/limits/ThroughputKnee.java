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
package dev.dcae.serving.limits;

import java.util.Arrays;
import java.util.OptionalLong;

import org.jspecify.annotations.Nullable;

/**
 * The batch pixels past which throughput stops growing, learned from real batches by
 * climbing. Batches are sorted into levels, each twice as large as the one before; the
 * rate of a level is the median of its first few batches, which forgives the slow first
 * run of a new shape. From the level of a single item upward, a level is worth its
 * latency if it is faster than the one below by {@value #WORTHWHILE}; the first that is
 * not ends the climb.
 * <p>
 * A climb costs {@value #SAMPLES} batches at each level up to one past the knee. It is
 * made anew after {@value #FIRST_REVISIT} batches, since the first is made while the
 * process is still warming up, and then ever more rarely, down to every
 * {@value #REVISIT}, since devices get busier and freer. All by count: the same batches
 * and times teach the same.
 */
public final class ThroughputKnee {

	/**
	 * Batches whose median is the rate of a level.
	 */
	public static final int SAMPLES = 5;

	static final int FIRST_REVISIT = 32;

	static final int REVISIT = 1024;

	private static final double WORTHWHILE = 1.05;

	/**
	 * Level {@code k} holds batches of 2^k to 2^(k+1) - 1 pixels.
	 */
	private final @Nullable Level[] levels = new @Nullable Level[Long.SIZE];

	/**
	 * The find of the last climb; stays while the next is made.
	 */
	private OptionalLong knee = OptionalLong.empty();

	private int revisitAfter = FIRST_REVISIT;

	private int sinceFound;

	public void ran(long batchPixels, long nanos) {
		int index = indexOf(batchPixels);
		Level level = this.levels[index];
		if (level == null) {
			level = new Level();
			this.levels[index] = level;
		}
		level.add((double) batchPixels / Math.max(1, nanos));
		OptionalLong found = top();
		if (found.isPresent()) {
			this.knee = found;
			if (++this.sinceFound >= this.revisitAfter) {
				climbAnew();
			}
		}
	}

	private void climbAnew() {
		Arrays.fill(this.levels, null);
		this.sinceFound = 0;
		this.revisitAfter = Math.min(2 * this.revisitAfter, REVISIT);
	}

	/**
	 * The most pixels to send in one batch of items of a size: what was learned, or what
	 * is still to be learned about. At least one item.
	 */
	public long limit(long itemPixels) {
		int index = indexOf(itemPixels);
		while (isKnown(index) && index < Long.SIZE - 2) {
			if (isKnown(index + 1) && !grows(index)) {
				break;
			}
			index++;
		}
		return largestOf(index);
	}

	/**
	 * The largest batch worth its time; empty while no climb has ended.
	 */
	OptionalLong pixels() {
		return this.knee;
	}

	/**
	 * The end of the climb, from the smallest level seen upward.
	 */
	private OptionalLong top() {
		for (int index = 0; index < Long.SIZE - 2; index++) {
			if (isKnown(index) && isKnown(index + 1) && !grows(index)) {
				return OptionalLong.of(largestOf(index));
			}
		}
		return OptionalLong.empty();
	}

	private boolean isKnown(int index) {
		Level level = this.levels[index];
		return level != null && level.batches >= SAMPLES;
	}

	private boolean grows(int index) {
		Level here = this.levels[index];
		Level above = this.levels[index + 1];
		return here != null && above != null && above.rate() >= WORTHWHILE * here.rate();
	}

	private static int indexOf(long pixels) {
		return Math.min(Long.SIZE - 1 - Long.numberOfLeadingZeros(pixels), Long.SIZE - 3);
	}

	private static long largestOf(int index) {
		return (2L << index) - 1;
	}

	/**
	 * The rates of the last batches of a level, in pixels per nanosecond.
	 */
	private static final class Level {

		private final double[] rates = new double[SAMPLES];

		private long batches;

		private double median;

		void add(double rate) {
			this.rates[(int) (this.batches++ % SAMPLES)] = rate;
			double[] sorted = this.rates.clone();
			Arrays.sort(sorted);
			this.median = sorted[SAMPLES / 2];
		}

		double rate() {
			return this.median;
		}

	}

}
