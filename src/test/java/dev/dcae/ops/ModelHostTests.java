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
package dev.dcae.ops;

import java.time.Duration;
import java.util.List;

import dev.dcae.checkpoint.CheckpointSource;
import dev.dcae.engine.TorchEngine;
import dev.dcae.model.Precision;
import dev.dcae.serving.Batching;
import dev.dcae.serving.NanoClock;
import dev.dcae.serving.QueueBounds;
import dev.dcae.serving.Scheduler;
import dev.dcae.serving.ServingSettings;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * A host that has no model yet.
 */
class ModelHostTests {

	@Test
	void everyDeviceHasTheLanesOfItsKind() {
		List<ModelSpec> specs = List.of(spec("a", "cuda:0", "cpu"), spec("b", "cuda:0", "cuda:1"));
		ServingSettings settings = new ServingSettings(Batching.ofItems(8), new QueueBounds(8, 1 << 20), true,
				Duration.ofSeconds(5), Duration.ofSeconds(5));
		ModelHost host = new ModelHost(specs, (spec) -> {
			throw new AssertionError("No model is loaded here");
		}, new TorchEngine(1), settings, new LaneCounts(3, 2), CpuMemory.UNLIMITED, NanoClock.system(), (event) -> {
		});
		try (Scheduler scheduler = host.scheduler()) {
			assertThat(scheduler.status().devices())
				.extracting((device) -> device.device().name(), (device) -> device.lanes().size())
				.containsExactlyInAnyOrder(tuple("cuda:0", 2), tuple("cuda:1", 2), tuple("cpu", 3));
		}
	}

	private static ModelSpec spec(String id, String... devices) {
		return new ModelSpec(id, CheckpointSource.of("/" + id), Precision.FP32, List.of(devices));
	}

}
