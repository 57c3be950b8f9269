package dev.dcae.serving;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import dev.dcae.model.Operation;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;

/**
 * What tests are given. An item is a tensor of {@code size} elements, the first its
 * identity, and counts {@code size * size} pixels.
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

	private Given() {
	}

	static Batching batches(int maxItems) {
		return new Batching(maxItems, Long.MAX_VALUE, Duration.ZERO, false);
	}

	static ServingSettings settings(Batching batching) {
		return new ServingSettings(batching, new QueueBounds(1_000_000, Long.MAX_VALUE), AGEING, PATIENCE);
	}

	static ServingSettings queue(int maxItems, long maxPixels) {
		return new ServingSettings(batches(8), new QueueBounds(maxItems, maxPixels), AGEING, PATIENCE);
	}

	static ModelLimits limits() {
		Map<Operation, Long> peaks = new EnumMap<>(Operation.class);
		for (Operation operation : Operation.values()) {
			peaks.put(operation, PEAK);
		}
		return new ModelLimits(peaks, ModelLimits.Memory.OF_DEVICE);
	}

	static ServedModel model(String id, Device... devices) {
		return new ServedModel(id, limits(), List.of(devices), true);
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
		return new WorkItem(MODEL, Operation.DECODE, tensor(id, size), (long) size * size, 0, Deadline.NONE, caller);
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
