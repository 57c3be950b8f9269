package dev.dcae.serving.limits;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

import dev.dcae.model.Operation;
import dev.dcae.serving.Bucket;
import dev.dcae.serving.Device;
import dev.dcae.serving.ReplicaPrecision;
import dev.dcae.serving.ServingStatus;

/**
 * What running batches has taught about the size of the next, for each model, operation,
 * device and precision.
 */
public final class LearnedLimits {

	private final Map<Key, Lesson> lessons = new LinkedHashMap<>();

	public MemoryCap memory(Bucket bucket, Device device) {
		return lesson(bucket, device).memory();
	}

	public ThroughputKnee throughput(Bucket bucket, Device device) {
		return lesson(bucket, device).throughput();
	}

	private Lesson lesson(Bucket bucket, Device device) {
		return this.lessons.computeIfAbsent(new Key(bucket.model(), bucket.operation(), device, bucket.precision()),
				(key) -> new Lesson(new MemoryCap(), new ThroughputKnee()));
	}

	/**
	 * Forgets a model: under its id another may be loaded.
	 */
	public void forget(String model) {
		this.lessons.keySet().removeIf((key) -> key.model().equals(model));
	}

	public List<ServingStatus.LearnedLimit> status() {
		return this.lessons.entrySet().stream().map((entry) -> {
			Key key = entry.getKey();
			MemoryCap memory = entry.getValue().memory();
			OptionalLong fits = memory.isLearned() ? OptionalLong.of(memory.pixels()) : OptionalLong.empty();
			return new ServingStatus.LearnedLimit(key.model(), key.operation(), key.device(), key.precision(), fits,
					entry.getValue().throughput().pixels());
		}).toList();
	}

	private record Key(String model, Operation operation, Device device, ReplicaPrecision precision) {
	}

	private record Lesson(MemoryCap memory, ThroughputKnee throughput) {
	}

}
