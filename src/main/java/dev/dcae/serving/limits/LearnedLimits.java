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

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

import dev.dcae.model.Operation;
import dev.dcae.serving.Bucket;
import dev.dcae.serving.Device;
import dev.dcae.serving.ReplicaPrecision;
import dev.dcae.serving.ServingStatus;

/**
 * The limits that running batches has taught for the size of the next, for each model,
 * operation, device and precision.
 */
public final class LearnedLimits {

	private final Map<Key, Learned> learned = new LinkedHashMap<>();

	public MemoryCap memory(Bucket bucket, Device device) {
		return learned(bucket, device).memory();
	}

	public ThroughputKnee throughput(Bucket bucket, Device device) {
		return learned(bucket, device).throughput();
	}

	private Learned learned(Bucket bucket, Device device) {
		return this.learned.computeIfAbsent(new Key(bucket.model(), bucket.operation(), device, bucket.precision()),
				(key) -> new Learned(new MemoryCap(), new ThroughputKnee()));
	}

	/**
	 * Forgets a model: under its id another may be loaded.
	 */
	public void forget(String model) {
		this.learned.keySet().removeIf((key) -> key.model().equals(model));
	}

	public List<ServingStatus.LearnedLimit> status() {
		return this.learned.entrySet().stream().map((entry) -> {
			Key key = entry.getKey();
			MemoryCap memory = entry.getValue().memory();
			OptionalLong fits = memory.isLearned() ? OptionalLong.of(memory.pixels()) : OptionalLong.empty();
			return new ServingStatus.LearnedLimit(key.model(), key.operation(), key.device(), key.precision(), fits,
					entry.getValue().throughput().pixels());
		}).toList();
	}

	private record Key(String model, Operation operation, Device device, ReplicaPrecision precision) {
	}

	private record Learned(MemoryCap memory, ThroughputKnee throughput) {
	}

}
