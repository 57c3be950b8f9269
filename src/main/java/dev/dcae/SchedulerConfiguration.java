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

import java.time.Duration;
import java.util.List;

import dev.dcae.engine.TorchEngine;
import dev.dcae.ops.CpuLanes;
import dev.dcae.ops.CpuMemory;
import dev.dcae.ops.LaneCounts;
import dev.dcae.ops.DeviceWatch;
import dev.dcae.ops.ModelHost;
import dev.dcae.ops.ModelLoader;
import dev.dcae.ops.ModelSource;
import dev.dcae.serving.NanoClock;
import dev.dcae.serving.Scheduler;
import dev.dcae.serving.ServedModels;
import dev.dcae.serving.ServingListener;
import dev.dcae.serving.ServingSettings;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The scheduler, and the models that it serves.
 */
@Configuration(proxyBeanMethods = false)
class SchedulerConfiguration {

	/**
	 * The time in which an item of the lowest class rises to the next.
	 */
	private static final Duration AGEING = Duration.ofSeconds(5);

	private static final int EXIT_WITHOUT_DEVICE = 70;

	@Bean
	NanoClock clock() {
		return NanoClock.system();
	}

	@Bean
	ModelHost modelHost(DcaeProperties properties, ModelConfiguration.ModelSpecs specs, ModelSource source,
			TorchEngine engine, CpuLanes cpu, NanoClock clock, List<ServingListener> listeners) {
		ServingSettings settings = new ServingSettings(properties.batching(), properties.queue(), true, AGEING,
				properties.limits().requestTimeout());
		LaneCounts lanes = new LaneCounts(cpu.lanes(), properties.gpu().lanes());
		// A perceptual network has the memory of one more.
		int parts = cpu.lanes() + ((properties.quality().lpips() != null) ? 1 : 0);
		return new ModelHost(specs.list(), source, engine, settings, lanes, CpuMemory.ofProcess(parts), clock,
				(event) -> listeners.forEach((listener) -> listener.on(event)));
	}

	@Bean
	Scheduler scheduler(ModelHost host) {
		return host.scheduler();
	}

	@Bean
	ModelLoader modelLoader(ModelHost host) {
		return host.loader();
	}

	/**
	 * Daemon: what is not loaded when the service ends is not waited for.
	 */
	@Bean
	ApplicationListener<ApplicationReadyEvent> backgroundModels(ModelLoader loader) {
		return (event) -> Thread.ofPlatform().name("models").daemon().start(loader::loadInBackground);
	}

	@Bean
	ServedModels servedModels(ModelLoader loader) {
		return loader.models();
	}

	@Bean
	DeviceWatch deviceWatch(DeviceWatch.Exit exit) {
		return new DeviceWatch(exit);
	}

	@Bean
	DeviceWatch.Exit exit() {
		// Not System.exit: its hooks would drain a service that cannot.
		return () -> Runtime.getRuntime().halt(EXIT_WITHOUT_DEVICE);
	}

}
