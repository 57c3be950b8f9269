package dev.dcae.serving;

/**
 * The key of a replica among those of its lane.
 */
public record ReplicaKey(String model, ReplicaPrecision precision) {

	public static ReplicaKey of(Bucket bucket) {
		return new ReplicaKey(bucket.model(), bucket.precision());
	}

}
