package dev.dcae.serving;

/**
 * Which of its replicas a lane means.
 */
record ReplicaKey(String model, ReplicaPrecision precision) {

	static ReplicaKey of(Bucket bucket) {
		return new ReplicaKey(bucket.model(), bucket.precision());
	}

}
