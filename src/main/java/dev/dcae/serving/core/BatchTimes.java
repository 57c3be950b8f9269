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

import dev.dcae.serving.limits.ServiceTime;
import org.jspecify.annotations.Nullable;

/**
 * The times of the batches of one bucket on one device.
 *
 * @param learned null where nothing is: no time is then too short
 * @param itemPixels of each item
 * @param full the items of a full batch
 */
record BatchTimes(@Nullable ServiceTime learned, long itemPixels, int full) {

	/**
	 * The part of the throughput of full batches with which a smaller one is worth its
	 * time.
	 */
	private static final double WORTHWHILE = 0.97;

	/**
	 * The time that a batch is expected to take, in nanoseconds; 0 where nothing is
	 * learned.
	 */
	long expected(int items) {
		return (this.learned != null) ? (long) this.learned.nanos((double) items * this.itemPixels) : 0;
	}

	/**
	 * The time within which nearly every such batch ends.
	 */
	long nearlyAll(int items) {
		return (this.learned != null) ? (long) this.learned.nearlyAll((double) items * this.itemPixels) : 0;
	}

	/**
	 * The items of the largest batch, up to a size, that ends within a time; 0 if not
	 * even one item does.
	 */
	int largestWithin(long nanos, int most) {
		int items = most;
		while (items > 0 && nearlyAll(items) > nanos) {
			items--;
		}
		return items;
	}

	/**
	 * Tells whether a batch does about as much in its time as a larger one.
	 */
	boolean isWorthwhile(int items, int than) {
		return (double) items * expected(than) >= WORTHWHILE * than * expected(items);
	}

}
