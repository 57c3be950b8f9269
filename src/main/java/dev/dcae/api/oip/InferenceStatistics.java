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
package dev.dcae.api.oip;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

import dev.dcae.model.Operation;
import dev.dcae.pipeline.Phase;
import dev.dcae.pipeline.Timeline;
import dev.dcae.serving.ServingEvent;
import dev.dcae.serving.ServingListener;
import io.swagger.v3.oas.annotations.media.Schema;

/**
 * Counts of the inferences since the start, by model. Requests are those of this
 * protocol; items and batches are those of the device, whatever protocol they came by, as
 * they share batches.
 */
public final class InferenceStatistics implements ServingListener {

	private final Clock clock;

	/**
	 * Bounded by the models that are configured: what names another never gets here.
	 */
	private final Map<Key, Counters> counters = new ConcurrentHashMap<>();

	/**
	 * Nothing yet.
	 * @param clock for the time of the last inference
	 */
	public InferenceStatistics(Clock clock) {
		this.clock = clock;
	}

	private record Key(String autoencoder, Operation operation) {
	}

	/**
	 * Times of one kind.
	 *
	 * @param count how many
	 * @param ns of all together, in nanoseconds
	 */
	@Schema(name = "InferenceTime")
	record Total(long count, long ns) {

		static final Total NONE = new Total(0, 0);

		Total plus(Duration time) {
			return new Total(this.count + 1, this.ns + time.toNanos());
		}

	}

	/**
	 * The counters of one model at one moment.
	 *
	 * @param lastInference milliseconds since 1970; 0 if there was none
	 * @param items that were answered
	 * @param success requests that were answered, and the time of the whole
	 * @param fail requests that were not
	 * @param queue of requests, how long they waited for a device
	 * @param input of requests, from bytes to tensors
	 * @param infer of requests, on the device
	 * @param output of requests, from tensors to bytes
	 * @param batches by their size, the device calls
	 */
	record Snapshot(long lastInference, long items, Total success, Total fail, Total queue, Total input, Total infer,
			Total output, SortedMap<Integer, Total> batches) {

		long executions() {
			return this.batches.values().stream().mapToLong(Total::count).sum();
		}

	}

	@Override
	public void on(ServingEvent event) {
		switch (event) {
			case ServingEvent.Answered answered ->
				of(answered.bucket().model(), answered.bucket().operation()).answered(this.clock.millis());
			case ServingEvent.BatchRan ran ->
				of(ran.bucket().model(), ran.bucket().operation()).ran(ran.items().size(), ran.time());
			default -> {
				// Not counted here.
			}
		}
	}

	/**
	 * A request was answered.
	 * @param whole its time
	 */
	void succeeded(InferenceModel model, Duration whole, Timeline timeline) {
		of(model).succeeded(whole, timeline.times());
	}

	/**
	 * A request was not answered.
	 * @param whole its time
	 */
	void failed(InferenceModel model, Duration whole) {
		of(model).failed(whole);
	}

	Snapshot snapshot(InferenceModel model) {
		return of(model).snapshot();
	}

	private Counters of(InferenceModel model) {
		return of(model.autoencoder().id(), model.task().operation());
	}

	private Counters of(String autoencoder, Operation operation) {
		return this.counters.computeIfAbsent(new Key(autoencoder, operation), (key) -> new Counters());
	}

	private static final class Counters {

		private long lastInference;

		private long items;

		private Total success = Total.NONE;

		private Total fail = Total.NONE;

		private Total queue = Total.NONE;

		private Total input = Total.NONE;

		private Total infer = Total.NONE;

		private Total output = Total.NONE;

		private final SortedMap<Integer, Total> batches = new TreeMap<>();

		synchronized void answered(long now) {
			this.items++;
			this.lastInference = Math.max(this.lastInference, now);
		}

		synchronized void ran(int size, Duration time) {
			this.batches.merge(size, Total.NONE.plus(time), (all, one) -> all.plus(time));
		}

		synchronized void succeeded(Duration whole, Map<Phase, Duration> times) {
			this.success = this.success.plus(whole);
			this.queue = this.queue.plus(times.getOrDefault(Phase.QUEUE, Duration.ZERO)
				.plus(times.getOrDefault(Phase.BATCH_WAIT, Duration.ZERO)));
			this.input = this.input.plus(times.getOrDefault(Phase.PARSE, Duration.ZERO));
			this.infer = this.infer.plus(times.getOrDefault(Phase.DEVICE, Duration.ZERO));
			this.output = this.output.plus(times.getOrDefault(Phase.ENCODE, Duration.ZERO));
		}

		synchronized void failed(Duration whole) {
			this.fail = this.fail.plus(whole);
		}

		synchronized Snapshot snapshot() {
			return new Snapshot(this.lastInference, this.items, this.success, this.fail, this.queue, this.input,
					this.infer, this.output, new TreeMap<>(this.batches));
		}

	}

}
