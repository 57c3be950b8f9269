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

import java.util.HashMap;
import java.util.Map;

import dev.dcae.model.Operation;
import dev.dcae.serving.Bucket;
import dev.dcae.serving.Device;
import dev.dcae.serving.ReplicaPrecision;

/**
 * Tells whether a call that has the device to itself is faster with all of its cores or
 * with its lane's part. Small images of small models are faster with the part: threads
 * wait for each other longer than they compute. Both ways are tried, for each size of
 * items, and the slower again now and then; but not where a call takes so long that the
 * waiting, of some milliseconds, cannot count.
 */
public final class LoneCalls {

	/**
	 * Calls of which one is the slower way's.
	 */
	static final int AGAIN = 64;

	/**
	 * The time of a call with all cores from which on the part is not tried.
	 */
	private static final long LONG_NANOS = 100_000_000;

	private final Map<Key, Ways> ways = new HashMap<>();

	/**
	 * Decides the next call, which may be a try of the slower way.
	 * @return true for all cores
	 */
	public boolean next(Bucket bucket, Device device, long itemPixels) {
		return ways(bucket, device, itemPixels).next(itemPixels);
	}

	/**
	 * Tells whether calls go with all cores but for tries.
	 */
	public boolean isWide(Bucket bucket, Device device, long itemPixels) {
		return ways(bucket, device, itemPixels).isWide(itemPixels);
	}

	/**
	 * A call that had the device to itself succeeded.
	 * @param wide whether it had all cores
	 */
	public void ran(Bucket bucket, Device device, long itemPixels, boolean wide, long nanos, long now) {
		Ways ways = ways(bucket, device, itemPixels);
		(wide ? ways.wide : ways.narrow).ran(itemPixels, nanos, now);
	}

	private Ways ways(Bucket bucket, Device device, long itemPixels) {
		Key key = new Key(bucket.model(), bucket.operation(), device, bucket.precision(),
				LearnedTimes.octave(itemPixels));
		return this.ways.computeIfAbsent(key, (absent) -> new Ways());
	}

	void forget(String model) {
		this.ways.keySet().removeIf((key) -> key.model().equals(model));
	}

	private record Key(String model, Operation operation, Device device, ReplicaPrecision precision, int octave) {
	}

	private static final class Ways {

		private final ServiceTime wide = new ServiceTime();

		private final ServiceTime narrow = new ServiceTime();

		private int calls;

		private boolean next(long pixels) {
			boolean both = this.wide.isKnown() && this.wide.nanos(pixels) < LONG_NANOS && this.narrow.isKnown();
			this.calls = both ? (this.calls + 1) % AGAIN : this.calls;
			return (both && this.calls == 0) ? !isWide(pixels) : isWide(pixels);
		}

		private boolean isWide(long pixels) {
			if (!this.wide.isKnown() || this.wide.nanos(pixels) >= LONG_NANOS) {
				return true;
			}
			return this.narrow.isKnown() && this.wide.nanos(pixels) <= this.narrow.nanos(pixels);
		}

	}

}
