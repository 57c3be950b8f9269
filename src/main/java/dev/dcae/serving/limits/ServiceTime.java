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

/**
 * The time of a device call by its pixels, learned from real ones: a fixed part, and one
 * for each pixel, by least squares over about the last {@value #MEMORY} calls. Until
 * calls of different sizes were seen it is taken to be proportional. The first calls are
 * left out, since a process and a shape have to warm up, and one that is slow for a
 * passing reason counts as {@value #OUTLIER} times what was expected and no more. All by
 * count but for {@link #isFresh}.
 */
public final class ServiceTime {

	/**
	 * Calls that are not learned from.
	 */
	static final int WARM_UP = 2;

	/**
	 * Calls from which on it is known.
	 */
	public static final int KNOWN = WARM_UP + 2;

	private static final int MEMORY = 10;

	private static final double OUTLIER = 3;

	/**
	 * The weight of a call of no pixels and no time beside those that were seen.
	 */
	private static final double ORIGIN = 0.001;

	private static final double FIRST_DEVIATION = 0.1;

	private static final double LARGEST_DEVIATION = 0.5;

	/**
	 * The mean deviations within which nearly all calls are.
	 */
	private static final double NEARLY_ALL = 2;

	/**
	 * The age from which on it turns nobody away: nothing might then run from which
	 * better could be learned.
	 */
	private static final double FRESH_NANOS = 10e9;

	private static final double FRESH_CALLS = 4;

	private long calls;

	private long lastAt;

	private double weight;

	private double pixels;

	private double nanos;

	private double pixelsSquared;

	private double pixelsByNanos;

	private double deviation = FIRST_DEVIATION;

	private double fixed;

	private double perPixel;

	/**
	 * A call succeeded.
	 */
	public void ran(long callPixels, long callNanos, long now) {
		this.lastAt = now;
		if (++this.calls <= WARM_UP) {
			return;
		}
		double took = callNanos;
		if (isKnown()) {
			if (this.calls == KNOWN) {
				limitFirst(callPixels, took);
			}
			double expected = Math.max(1, nanos(callPixels));
			took = Math.min(took, OUTLIER * expected);
			double off = Math.min(1, Math.abs(took - expected) / expected);
			this.deviation += (off - this.deviation) / MEMORY;
		}
		double kept = 1 - 1.0 / MEMORY;
		this.weight = kept * this.weight + 1;
		this.pixels = kept * this.pixels + callPixels;
		this.nanos = kept * this.nanos + took;
		this.pixelsSquared = kept * this.pixelsSquared + (double) callPixels * callPixels;
		this.pixelsByNanos = kept * this.pixelsByNanos + callPixels * took;
		fit();
	}

	/**
	 * Cuts the first call that was learned from, for which nothing was expected, to what
	 * the second leads to: however much of that is fixed, one of more pixels takes at
	 * most so many times as long.
	 */
	private void limitFirst(long secondPixels, double secondNanos) {
		double most = OUTLIER * Math.max(1, secondNanos) * Math.max(1, this.pixels / secondPixels);
		if (this.nanos > most) {
			this.pixelsByNanos *= most / this.nanos;
			this.nanos = most;
			fit();
		}
	}

	private void fit() {
		double all = (1 + ORIGIN) * this.weight;
		double meanPixels = this.pixels / all;
		double meanNanos = this.nanos / all;
		double variance = this.pixelsSquared / all - meanPixels * meanPixels;
		double covariance = this.pixelsByNanos / all - meanPixels * meanNanos;
		this.perPixel = Math.max(0, covariance / variance);
		this.fixed = meanNanos - this.perPixel * meanPixels;
		if (this.fixed < 0) {
			this.fixed = 0;
			this.perPixel = this.pixelsByNanos / this.pixelsSquared;
		}
	}

	/**
	 * Tells whether enough calls were seen.
	 */
	public boolean isKnown() {
		return this.calls >= KNOWN;
	}

	/**
	 * Tells whether it is known, and from calls of which the last was not long ago.
	 */
	public boolean isFresh(long now) {
		double mean = this.nanos / Math.max(1, this.weight);
		return isKnown() && now - this.lastAt <= FRESH_NANOS + FRESH_CALLS * mean;
	}

	/**
	 * The time that a call of so many pixels is expected to take, in nanoseconds.
	 */
	public double nanos(double callPixels) {
		return this.fixed + this.perPixel * callPixels;
	}

	/**
	 * The time within which nearly every call of so many pixels ends, in nanoseconds.
	 */
	public double nearlyAll(double callPixels) {
		return nanos(callPixels) * (1 + NEARLY_ALL * Math.min(this.deviation, LARGEST_DEVIATION));
	}

	double fixed() {
		return this.fixed;
	}

	double perPixel() {
		return this.perPixel;
	}

	long calls() {
		return this.calls;
	}

}
