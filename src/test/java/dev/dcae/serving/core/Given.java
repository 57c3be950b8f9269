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

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.dcae.model.Autoencoder;
import dev.dcae.model.AutoencoderConfig;
import dev.dcae.model.ConfigJson;
import dev.dcae.model.Operation;
import dev.dcae.model.Precision;
import dev.dcae.serving.Batching;
import dev.dcae.serving.Caller;
import dev.dcae.serving.Deadline;
import dev.dcae.serving.Device;
import dev.dcae.serving.ModelLimits;
import dev.dcae.serving.QueueBounds;
import dev.dcae.serving.ServedModel;
import dev.dcae.serving.ServingSettings;
import dev.dcae.serving.WorkItem;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;

/**
 * Things that tests are given. An item is a tensor of {@code size} elements, the first
 * its identity, and counts {@code size * size} pixels.
 */
final class Given {

	static final String MODEL = "m";

	static final Device CPU = new Device("cpu");

	static final Device CUDA_0 = new Device("cuda:0");

	static final Device CUDA_1 = new Device("cuda:1");

	static final Duration AGEING = Duration.ofSeconds(2);

	static final Duration PATIENCE = Duration.ofSeconds(60);

	/**
	 * Elements per pixel of every operation of every model: 2^31 elements are 2^21
	 * pixels.
	 */
	static final long PEAK = 1024;

	private static final AutoencoderConfig CONFIG = ConfigJson.tiny().read();

	private Given() {
	}

	static Batching batches(int maxItems) {
		return new Batching(maxItems, Long.MAX_VALUE, Duration.ZERO);
	}

	static ServingSettings settings(Batching batching) {
		return new ServingSettings(batching, new QueueBounds(1_000_000, Long.MAX_VALUE), false, AGEING, PATIENCE);
	}

	static ServingSettings queue(int maxItems, long maxPixels) {
		return new ServingSettings(batches(8), new QueueBounds(maxItems, maxPixels), false, AGEING, PATIENCE);
	}

	static ModelLimits limits() {
		Map<Operation, Long> peaks = new EnumMap<>(Operation.class);
		for (Operation operation : Operation.values()) {
			peaks.put(operation, PEAK);
		}
		return new ModelLimits(peaks, ModelLimits.Memory.OF_DEVICE);
	}

	/**
	 * A model whose replicas nobody opens.
	 */
	static ServedModel model(String id, Device... devices) {
		return model((model, device, precision) -> {
			throw new AssertionError("There is no lane to open it");
		}, id, devices);
	}

	/**
	 * A model in half precision.
	 */
	static ServedModel model(Backend backend, String id, Device... devices) {
		return model(backend, id, Precision.BF16, devices);
	}

	static ServedModel model(Backend backend, String id, Precision precision, Device... devices) {
		List<String> names = Stream.of(devices).map(Device::name).toList();
		Autoencoder autoencoder = new Autoencoder(id, CONFIG, "digest", "encoder", precision, names, CONFIG.tiling(),
				"");
		return new ServedModel(autoencoder, limits(), backend.of(id));
	}

	static WorkItem item(int id, int size) {
		return item(id, size, 0, Deadline.NONE);
	}

	static WorkItem item(int id, int size, int priority, Deadline deadline) {
		return item(MODEL, id, size, priority, deadline);
	}

	static WorkItem item(String model, int id, int size, int priority, Deadline deadline) {
		return new WorkItem(model, Operation.DECODE, tensor(id, size), (long) size * size, priority, deadline,
				Caller.ANYONE);
	}

	static WorkItem itemOf(Caller caller, int id, int size) {
		return itemOf(caller, id, size, 0);
	}

	static WorkItem itemOf(Caller caller, int id, int size, int priority) {
		return itemOf(caller, MODEL, id, size, priority);
	}

	static WorkItem itemOf(Caller caller, String model, int id, int size, int priority) {
		return new WorkItem(model, Operation.DECODE, tensor(id, size), (long) size * size, priority, Deadline.NONE,
				caller);
	}

	static Tensor tensor(int id, int size) {
		float[] values = new float[size];
		Arrays.fill(values, id);
		return Tensor.of(new Shape(size), values);
	}

	static int id(Tensor tensor) {
		return (int) tensor.get(0).toFloats()[0];
	}

}
