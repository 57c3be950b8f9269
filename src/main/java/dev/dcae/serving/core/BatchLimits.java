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

import dev.dcae.serving.Batching;
import dev.dcae.serving.Bucket;
import dev.dcae.serving.Device;
import dev.dcae.serving.ServingSettings;
import dev.dcae.serving.fleet.ModelRegistry;
import dev.dcae.serving.fleet.ModelState;
import dev.dcae.serving.limits.LearnedLimits;
import dev.dcae.serving.queue.Backlog;
import dev.dcae.serving.queue.BucketQueue;

/**
 * The bounds of batches: what is configured, what follows from the model and what was
 * learned.
 */
final class BatchLimits {

	private final Batching batching;

	private final boolean learnThroughput;

	private final ModelRegistry models;

	private final LearnedLimits learned;

	BatchLimits(ServingSettings settings, ModelRegistry models, LearnedLimits learned) {
		this.batching = settings.batching();
		this.learnThroughput = settings.learnThroughput();
		this.models = models;
		this.learned = learned;
	}

	/**
	 * The bounds of a batch of a bucket on a device.
	 */
	Limit of(Bucket bucket, long itemPixels, Device device) {
		long pixels = Math.min(this.batching.maxPixels(), this.learned.memory(bucket, device).pixels());
		ModelState model = this.models.get(bucket.model());
		if (model != null) {
			pixels = Math.min(pixels, model.model().limits().largestPixels(bucket.operation()));
		}
		if (this.learnThroughput) {
			pixels = Math.min(pixels, this.learned.throughput(bucket, device).limit(itemPixels));
		}
		return new Limit(this.batching.maxItems(), pixels);
	}

	/**
	 * The time until which a bucket waits for company: none where no delay is configured,
	 * if it fills a batch, or if one of its items must not wait.
	 * @return a time on the scheduler's clock, or {@link Backlog#RIPE}
	 */
	long restsUntil(BucketQueue queue) {
		if (this.batching.maxDelay().isZero() || queue.isUndelayed() || fillsABatch(queue)) {
			return Backlog.RIPE;
		}
		return queue.oldestQueuedAt() + this.batching.maxDelay().toNanos();
	}

	private boolean fillsABatch(BucketQueue queue) {
		ModelState model = this.models.get(queue.bucket().model());
		return model != null && model.devices()
			.stream()
			.map((device) -> of(queue.bucket(), queue.itemPixels(), device))
			.anyMatch((limit) -> !limit.admits(queue.size(), queue.pixels(), queue.itemPixels()));
	}

	/**
	 * The bounds of a batch.
	 *
	 * @param items at least one
	 * @param pixels of a batch of more than one item
	 */
	record Limit(int items, long pixels) {

		/**
		 * Tells whether an item fits beside those taken already. The first always does:
		 * what cannot run even alone was not admitted, or will be told so by the device.
		 */
		boolean admits(int takenItems, long takenPixels, long itemPixels) {
			return takenItems == 0 || (takenItems < this.items && takenPixels + itemPixels <= this.pixels);
		}

		/**
		 * The items of a size that fit.
		 */
		int count(long itemPixels) {
			return (int) Math.max(1, Math.min(this.items, this.pixels / itemPixels));
		}

	}

}
