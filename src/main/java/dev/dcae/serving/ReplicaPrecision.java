package dev.dcae.serving;

/**
 * The arithmetic of a replica.
 */
public enum ReplicaPrecision {

	/**
	 * What the model is configured to run in, often half precision.
	 */
	NORMAL,

	/**
	 * float32, for items whose result overflowed in half precision.
	 */
	FP32

}
