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
package dev.dcae.api.v1.status;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import dev.dcae.serving.DeviceMemory;
import dev.dcae.serving.ServingStatus;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The work of the service now.
 *
 * @param accepting whether it takes work
 * @param outstanding requests' items that are queued or on a device
 * @param queuedItems that wait
 * @param queuedPixels of the items that wait
 * @param queueSeconds in which they are expected to have run; null while that was not
 * learned
 * @param oldestSeconds how long the first of them has waited
 * @param drainPixelsPerSecond the measured rate at which work is done
 * @param buckets what waits, by what can share a batch
 * @param devices and what they do
 * @param estimates of the time that device calls take, by which deadlines are judged
 * @param recent what the latest batches were like
 */
@Schema(name = "Status")
record StatusView(boolean accepting, long outstanding, int queuedItems, long queuedPixels,
		@Nullable Double queueSeconds, double oldestSeconds, double drainPixelsPerSecond, List<Bucket> buckets,
		List<Device> devices, List<Estimate> estimates, Recent recent) {

	/**
	 * The items that wait in one bucket.
	 *
	 * @param model that it is for
	 * @param operation of the model, such as encode_image
	 * @param shape of an item, without the batch
	 * @param items that wait
	 * @param pixels of those items
	 */
	record Bucket(String model, String operation, List<Long> shape, int items, long pixels) {
	}

	/**
	 * A device.
	 *
	 * @param name such as cpu or cuda:0
	 * @param fault why it is used no more
	 * @param lanes that run batches, each one at a time
	 * @param busyLanes of its lanes, those that are at work
	 * @param replicaBytes memory of the models on it
	 * @param usedBytes of its memory; of the CPU those of this process
	 * @param totalBytes of its memory
	 */
	record Device(String name, @Nullable String fault, int lanes, long busyLanes, long replicaBytes,
			@Nullable Long usedBytes, @Nullable Long totalBytes) {
	}

	/**
	 * The time that device calls were learned to take.
	 *
	 * @param model that it is for
	 * @param operation of the model, such as encode_image
	 * @param device such as cpu or cuda:0
	 * @param precision normal, or fp32 where items run again that overflowed
	 * @param alone whether these calls had the device to themselves, and all cores of the
	 * CPU
	 * @param itemPixels the least pixels of the items that it is for, which are up to
	 * twice as large
	 * @param calls that it was learned from
	 * @param fixedSeconds of a call, whatever its size
	 * @param secondsPerMegapixel more for each million of its pixels
	 */
	record Estimate(String model, String operation, String device, String precision, boolean alone, long itemPixels,
			long calls, double fixedSeconds, double secondsPerMegapixel) {
	}

	/**
	 * The latest batches and items, a few dozen at most.
	 *
	 * @param batches that ran since the start
	 * @param batchItems how many items each of the latest had, the newest last
	 * @param medianBatchSeconds on the device; null as long as none ran
	 * @param medianItemSeconds of an item, from its admission to its result
	 */
	record Recent(long batches, List<Integer> batchItems, @Nullable Double medianBatchSeconds,
			@Nullable Double medianItemSeconds) {
	}

	static StatusView of(ServingStatus status, Recent recent) {
		return new StatusView(status.accepting(), status.outstanding(), status.queue().items(), status.queue().pixels(),
				status.queue().work().map(StatusView::seconds).orElse(null), seconds(status.queue().oldest()),
				status.drainPixelsPerSecond(), status.queue().buckets().stream().map(StatusView::bucket).toList(),
				status.devices().stream().map(StatusView::device).toList(),
				status.times().stream().map(StatusView::estimate).toList(), recent);
	}

	private static double seconds(Duration duration) {
		return duration.toNanos() / 1e9;
	}

	private static Estimate estimate(ServingStatus.LearnedTime time) {
		return new Estimate(time.model(), time.operation().name().toLowerCase(Locale.ROOT), time.device().name(),
				time.precision().name().toLowerCase(Locale.ROOT), time.alone(), time.itemPixels(), time.calls(),
				seconds(time.fixed()), seconds(time.perMegapixel()));
	}

	private static Bucket bucket(ServingStatus.BucketStatus status) {
		return new Bucket(status.bucket().model(), status.bucket().operation().name().toLowerCase(Locale.ROOT),
				Arrays.stream(status.bucket().shape().sizes()).boxed().toList(), status.items(), status.pixels());
	}

	private static Device device(ServingStatus.DeviceStatus status) {
		return new Device(status.device().name(), status.fault().orElse(null), status.lanes().size(),
				status.lanes().stream().filter((lane) -> lane.busyFor().isPresent()).count(),
				status.lanes()
					.stream()
					.flatMap((lane) -> lane.replicas().stream())
					.mapToLong(ServingStatus.ReplicaStatus::memoryBytes)
					.sum(),
				status.memory().map(DeviceMemory::usedBytes).orElse(null),
				status.memory().map(DeviceMemory::totalBytes).orElse(null));
	}

}
