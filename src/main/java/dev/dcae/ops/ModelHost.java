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

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import dev.dcae.engine.TorchEngine;
import dev.dcae.pipeline.Codec;
import dev.dcae.pipeline.ImagePool;
import dev.dcae.serving.Device;
import dev.dcae.serving.DeviceLanes;
import dev.dcae.serving.NanoClock;
import dev.dcae.serving.Scheduler;
import dev.dcae.serving.ServingListener;
import dev.dcae.serving.ServingSettings;
import dev.dcae.serving.core.PooledScheduler;

/**
 * Models behind a scheduler, on devices of this machine, and a codec over them: what the
 * service and the commands have alike.
 */
public final class ModelHost {

	private final Scheduler scheduler;

	private final ModelLoader loader;

	/**
	 * Starts the lanes of the models' devices. No model is loaded yet.
	 * @param specs of the models, the default first
	 * @param source of the models
	 * @param engine that knows the devices' memory
	 * @param lanes of each device
	 * @param memory that bounds batches on the CPU
	 */
	public ModelHost(List<ModelSpec> specs, ModelSource source, TorchEngine engine, ServingSettings settings,
			LaneCounts lanes, CpuMemory memory, NanoClock clock, ServingListener listener) {
		this.scheduler = PooledScheduler.start(settings, lanes(specs, lanes), (device) -> engine.memory(device.name()),
				clock, listener);
		this.loader = new ModelLoader(specs, source, this.scheduler, memory);
	}

	private static List<DeviceLanes> lanes(List<ModelSpec> specs, LaneCounts lanes) {
		Set<String> devices = new LinkedHashSet<>();
		specs.forEach((spec) -> devices.addAll(spec.devices()));
		return devices.stream().map((device) -> new DeviceLanes(new Device(device), lanes.on(device))).toList();
	}

	public Scheduler scheduler() {
		return this.scheduler;
	}

	public ModelLoader loader() {
		return this.loader;
	}

	/**
	 * A codec over the models.
	 * @param pool where images are fitted to a model
	 * @param maxPixels of one image, in or out
	 */
	public Codec codec(ImagePool pool, long maxPixels) {
		return new Codec(this.loader.models(), this.scheduler, pool, maxPixels);
	}

}
