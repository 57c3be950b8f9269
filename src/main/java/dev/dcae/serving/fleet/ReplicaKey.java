package dev.dcae.serving.fleet;

import dev.dcae.serving.Bucket;
import dev.dcae.serving.ReplicaPrecision;

/**
 * The key of a replica among those of its lane.
 */
public record ReplicaKey(String model, ReplicaPrecision precision) {

	public static ReplicaKey of(Bucket bucket) {
		return new ReplicaKey(bucket.model(), bucket.precision());
	}

}
