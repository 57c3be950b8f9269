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

import dev.dcae.engine.TorchEngine;
import dev.dcae.model.Autoencoder;
import dev.dcae.model.ConfigJson;
import dev.dcae.model.Operation;
import dev.dcae.serving.BatchRunner;
import dev.dcae.serving.Batching;
import dev.dcae.serving.ItemResult;
import dev.dcae.serving.NanoClock;
import dev.dcae.serving.QueueBounds;
import dev.dcae.serving.ServingSettings;
import dev.dcae.tensor.Tensor;

/**
 * Models that are loaded and asked for nothing.
 */
final class IdleModels {

	private IdleModels() {
	}

	static ModelHost host(ModelSource source, ModelSpec... specs) {
		return host(CpuMemory.UNLIMITED, source, specs);
	}

	static ModelHost host(CpuMemory memory, ModelSource source, ModelSpec... specs) {
		ServingSettings settings = new ServingSettings(Batching.ofItems(8), new QueueBounds(8, 1 << 20), true,
				Duration.ofSeconds(5), Duration.ofSeconds(5));
		return new ModelHost(List.of(specs), source, new TorchEngine(1), settings, new LaneCounts(1, 1), memory,
				NanoClock.system(), (event) -> {
				});
	}

	static PreparedModel prepared(ModelSpec spec, ConfigJson json) {
		var config = json.readAny();
		return new PreparedModel(new Autoencoder(spec.id(), config, "digest", config.copiesAnother() ? "" : "encoder",
				spec.precision(), spec.devices(), config.tiling(), ""), (device, precision) -> new BatchRunner() {

					@Override
					public List<ItemResult> run(Operation operation, List<Tensor> items) {
						throw new AssertionError("Nothing is run here");
					}

					@Override
					public void close() {
						// Nothing is open.
					}

				});
	}

}
