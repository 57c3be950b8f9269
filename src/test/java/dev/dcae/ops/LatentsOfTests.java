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
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import dev.dcae.checkpoint.CheckpointSource;
import dev.dcae.engine.TorchEngine;
import dev.dcae.model.Autoencoder;
import dev.dcae.model.ConfigJson;
import dev.dcae.model.Operation;
import dev.dcae.model.Precision;
import dev.dcae.serving.BatchRunner;
import dev.dcae.serving.Batching;
import dev.dcae.serving.ItemResult;
import dev.dcae.serving.NanoClock;
import dev.dcae.serving.QueueBounds;
import dev.dcae.serving.Scheduler;
import dev.dcae.serving.ServingSettings;
import dev.dcae.tensor.Tensor;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A model that stands for another is loaded behind it, and stopped with a reason where it
 * cannot stand for it.
 */
class LatentsOfTests {

	private static final Map<String, ConfigJson> CONFIGS = Map.of("full", ConfigJson.tinyKl(), "copy",
			ConfigJson.tinyTaesd());

	@Test
	void aModelThatIsNotBeforeItIsMissed() {
		refused("latents-of is full, and no model before this one has that id", spec("copy", "full"), spec("full", ""));
	}

	@Test
	void aModelThatCopiesNoneStandsForNone() {
		refused("latents-of is for models that copy another", spec("copy", ""), spec("full", "copy"));
	}

	private static void refused(String message, ModelSpec... specs) {
		ServingSettings settings = new ServingSettings(Batching.ofItems(8), new QueueBounds(8, 1 << 20), true,
				Duration.ofSeconds(5), Duration.ofSeconds(5));
		ModelHost host = new ModelHost(List.of(specs), LatentsOfTests::prepared, new TorchEngine(1), settings,
				new LaneCounts(1, 1), CpuMemory.UNLIMITED, NanoClock.system(), (event) -> {
				});
		try (Scheduler scheduler = host.scheduler()) {
			assertThatExceptionOfType(ModelLoadException.class).isThrownBy(host.loader()::start)
				.withMessageContaining(message);
			assertThat(scheduler.models().find(specs[specs.length - 1].id())).isEmpty();
		}
	}

	private static PreparedModel prepared(ModelSpec spec) {
		var config = Objects.requireNonNull(CONFIGS.get(spec.id())).readAny();
		return new PreparedModel(new Autoencoder(spec.id(), config, "digest", config.copiesAnother() ? "" : "encoder",
				Precision.FP32, spec.devices(), config.tiling(), ""), (device, precision) -> new BatchRunner() {

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

	private static ModelSpec spec(String id, String latentsOf) {
		return new ModelSpec(id, CheckpointSource.of("/" + id), Precision.FP32, List.of("cpu"), ModelSpec.Tiles.DEFAULT,
				true, latentsOf.isEmpty() ? Optional.empty() : Optional.of(latentsOf));
	}

}
