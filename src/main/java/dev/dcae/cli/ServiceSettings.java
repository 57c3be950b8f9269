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
package dev.dcae.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import dev.dcae.checkpoint.CheckpointHub;
import dev.dcae.checkpoint.CheckpointSource;
import dev.dcae.checkpoint.hub.Hub;
import dev.dcae.checkpoint.hub.HubOptions;
import dev.dcae.checkpoint.hub.HubSettings;
import dev.dcae.ops.PrecisionChoice;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.util.unit.DataSize;

/**
 * The part of the service's configuration that commands go by, read without starting the
 * service.
 *
 * @param models as far as they matter here
 * @param hub its options
 * @param cacheDir the folder with compiled archives
 * @param cacheLimit what those are kept to
 * @param dtypeOnCpu what models compute in on a CPU if nothing else is asked for
 */
record ServiceSettings(List<Model> models, HubOptions hub, Path cacheDir, DataSize cacheLimit,
		PrecisionChoice dtypeOnCpu) {

	private static final DataSize USUAL_LIMIT = DataSize.ofGigabytes(8);

	/**
	 * A configured model, as far as it matters here.
	 */
	record Model(String source, @Nullable String variant) {
	}

	/**
	 * Reads {@code application.yaml}, beside the jar and in it, and the environment, as
	 * the service does.
	 */
	static ServiceSettings read() {
		ConfigurableEnvironment environment = new StandardEnvironment();
		ConfigDataEnvironmentPostProcessor.applyTo(environment);
		return of(environment);
	}

	static ServiceSettings of(ConfigurableEnvironment environment) {
		Binder binder = Binder.get(environment);
		List<Model> models = binder.bind("dcae.models", Bindable.listOf(Model.class)).orElse(List.of());
		return new ServiceSettings(models, binder.bind("dcae.hub", HubOptions.class).orElse(HubOptions.NONE),
				Path.of(binder.bind("dcae.cache-dir", String.class)
					.orElseGet(() -> System.getProperty("user.home") + "/.cache/dcae")),
				binder.bind("dcae.cache-limit", DataSize.class).orElse(USUAL_LIMIT),
				binder.bind("dcae.cpu.dtype", PrecisionChoice.class).orElse(PrecisionChoice.AUTO));
	}

	/**
	 * The service's hub and its cache.
	 * @param progress where downloads show how they get on
	 */
	CheckpointHub checkpointHub(PrintWriter progress) {
		return new CheckpointHub(new Hub(HubSettings.ofEnvironment(this.hub), ConsoleProgress.on(progress)));
	}

	/**
	 * The models that come from the hub.
	 * @throws dev.dcae.checkpoint.CheckpointException if a source is none
	 */
	List<CheckpointSource.OnHub> ofHub() {
		return this.models.stream()
			.map((model) -> CheckpointSource.of(model.source(), Optional.ofNullable(model.variant())))
			.filter(CheckpointSource.OnHub.class::isInstance)
			.map(CheckpointSource.OnHub.class::cast)
			.toList();
	}

}
