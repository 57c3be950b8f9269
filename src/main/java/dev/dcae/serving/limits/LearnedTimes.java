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

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.dcae.model.Operation;
import dev.dcae.serving.Bucket;
import dev.dcae.serving.Device;
import dev.dcae.serving.ReplicaPrecision;
import dev.dcae.serving.ServingStatus;
import org.jspecify.annotations.Nullable;

/**
 * The times that device calls take, for each model, operation, device, precision and size
 * of items. Sizes are told apart by octaves of pixels.
 */
public final class LearnedTimes {

	private static final double PIXELS = 1e6;

	private final Map<Key, ServiceTime> times = new LinkedHashMap<>();

	private final LoneCalls lone = new LoneCalls();

	/**
	 * The calls that have the device to themselves.
	 */
	public LoneCalls lone() {
		return this.lone;
	}

	/**
	 * A call succeeded.
	 * @param alone whether it had the device to itself and was faster for it
	 */
	public void ran(Bucket bucket, Device device, long itemPixels, boolean alone, long callPixels, long nanos,
			long now) {
		this.times.computeIfAbsent(Key.of(bucket, device, itemPixels, alone), (key) -> new ServiceTime())
			.ran(callPixels, nanos, now);
	}

	/**
	 * The times of items of a size: of calls of the wanted kind if those are known, else
	 * of the other kind; null if neither is.
	 * @param alone whether those of calls that had the device to themselves are wanted
	 */
	public @Nullable ServiceTime known(Bucket bucket, Device device, long itemPixels, boolean alone) {
		ServiceTime time = known(Key.of(bucket, device, itemPixels, alone));
		return (time != null) ? time : known(Key.of(bucket, device, itemPixels, !alone));
	}

	private @Nullable ServiceTime known(Key key) {
		ServiceTime time = this.times.get(key);
		return (time != null && time.isKnown()) ? time : null;
	}

	/**
	 * Forgets a model: under its id another may be loaded.
	 */
	public void forget(String model) {
		this.times.keySet().removeIf((key) -> key.model().equals(model));
		this.lone.forget(model);
	}

	static int octave(long pixels) {
		return Long.SIZE - 1 - Long.numberOfLeadingZeros(pixels);
	}

	public List<ServingStatus.LearnedTime> status() {
		return this.times.entrySet().stream().filter((entry) -> entry.getValue().isKnown()).map((entry) -> {
			Key key = entry.getKey();
			ServiceTime time = entry.getValue();
			return new ServingStatus.LearnedTime(key.model(), key.operation(), key.device(), key.precision(),
					key.alone(), 1L << key.octave(), time.calls(), Duration.ofNanos(Math.round(time.fixed())),
					Duration.ofNanos(Math.round(PIXELS * time.perPixel())));
		}).toList();
	}

	private record Key(String model, Operation operation, Device device, ReplicaPrecision precision, int octave,
			boolean alone) {

		static Key of(Bucket bucket, Device device, long itemPixels, boolean alone) {
			return new Key(bucket.model(), bucket.operation(), device, bucket.precision(),
					LearnedTimes.octave(itemPixels), alone);
		}

	}

}
