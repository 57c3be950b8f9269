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
package dev.dcae;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import dev.dcae.checkpoint.CheckpointHub;
import dev.dcae.checkpoint.CheckpointSource;
import dev.dcae.checkpoint.hub.Hub;
import dev.dcae.checkpoint.hub.HubSettings;
import dev.dcae.checkpoint.hub.ProgressLine;
import dev.dcae.engine.CpuTiming;
import dev.dcae.engine.Devices;
import dev.dcae.engine.TorchEngine;
import dev.dcae.model.Precision;
import dev.dcae.model.UnusableException;
import dev.dcae.ops.ArchiveMetrics;
import dev.dcae.ops.CpuLanes;
import dev.dcae.ops.CpuPrecision;
import dev.dcae.ops.DownloadMetrics;
import dev.dcae.ops.ModelArchives;
import dev.dcae.ops.ModelLoadException;
import dev.dcae.ops.ModelSpec;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The models: where they come from, on which devices they run and in which precision.
 */
@Configuration(proxyBeanMethods = false)
class ModelConfiguration {

	@Bean
	CheckpointHub checkpointHub(DcaeProperties properties, DownloadMetrics metrics) {
		return new CheckpointHub(new Hub(HubSettings.ofEnvironment(properties.hub()), ProgressLine.log(), metrics));
	}

	@Bean
	CpuLanes cpuLanes(DcaeProperties properties) {
		return CpuLanes.of(properties.cpu().lanes());
	}

	@Bean
	TorchEngine torchEngine(CpuLanes cpu) {
		return new TorchEngine(cpu.threads(), cpu.cores());
	}

	@Bean
	ModelArchives modelArchives(DcaeProperties properties, CheckpointHub hub, ArchiveMetrics metrics,
			TorchEngine engine) {
		return ModelArchives.in(properties.cacheDir(), properties.cacheLimit().toBytes(), metrics, hub, engine);
	}

	@Bean
	CpuPrecision cpuPrecision(DcaeProperties properties, CpuLanes cpu) {
		return new CpuPrecision(() -> CpuTiming.measure(properties.cacheDir(), cpu.threads()));
	}

	/**
	 * The configured models on devices that are really there.
	 */
	@Bean
	ModelSpecs modelSpecs(DcaeProperties properties, CpuPrecision fastest, CpuLanes cpu) {
		Supplier<Precision> onCpu = () -> properties.cpu().dtype().onCpu(fastest);
		return new ModelSpecs(properties.models().stream().map((model) -> spec(model, cpu.threads(), onCpu)).toList());
	}

	private static ModelSpec spec(DcaeProperties.Model model, int threads, Supplier<Precision> onCpu) {
		try {
			List<String> devices = Devices.resolve(model.devices(), threads);
			return new ModelSpec(model.id(), CheckpointSource.of(model.source(), Optional.ofNullable(model.variant())),
					model.dtype().on(devices, onCpu), devices, model.tiling().tiles(), model.fp32Retry(),
					Optional.ofNullable(model.latentsOf()), model.inBackground());
		}
		catch (UnusableException ex) {
			throw ModelLoadException.of(model.id(), ex);
		}
	}

	/**
	 * A list would be taken for all beans of its element type.
	 */
	record ModelSpecs(List<ModelSpec> list) {
	}

}
