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

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import dev.dcae.checkpoint.CheckpointSource;
import dev.dcae.model.ConfigJson;
import dev.dcae.model.Precision;
import dev.dcae.serving.Scheduler;
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
	void aModelThatStandsForOneThatIsNotLoadedSaysSo() {
		ModelHost host = IdleModels.host(
				(spec) -> IdleModels.prepared(spec, Objects.requireNonNull(CONFIGS.get(spec.id()))),
				spec("full", "", true), spec("copy", "full", true));
		try (Scheduler _ = host.scheduler()) {
			host.loader().start();
			assertThatExceptionOfType(ModelLoadException.class).isThrownBy(() -> host.loader().load("copy"))
				.withMessageContaining("latents-of is full, which was not loaded so far")
				.withMessageNotContaining("before this one");
		}
	}

	@Test
	void aModelThatCopiesNoneStandsForNone() {
		refused("latents-of is for models that copy another", spec("copy", ""), spec("full", "copy"));
	}

	private static void refused(String message, ModelSpec... specs) {
		ModelHost host = IdleModels
			.host((spec) -> IdleModels.prepared(spec, Objects.requireNonNull(CONFIGS.get(spec.id()))), specs);
		try (Scheduler scheduler = host.scheduler()) {
			assertThatExceptionOfType(ModelLoadException.class).isThrownBy(host.loader()::start)
				.withMessageContaining(message);
			assertThat(scheduler.models().find(specs[specs.length - 1].id())).isEmpty();
		}
	}

	private static ModelSpec spec(String id, String latentsOf) {
		return spec(id, latentsOf, false);
	}

	private static ModelSpec spec(String id, String latentsOf, boolean inBackground) {
		return new ModelSpec(id, CheckpointSource.of("/" + id), Precision.FP32, List.of("cpu"), ModelSpec.Tiles.DEFAULT,
				true, latentsOf.isEmpty() ? Optional.empty() : Optional.of(latentsOf), inBackground);
	}

}
