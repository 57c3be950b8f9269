package dev.dcae.serving;

/**
 * The arithmetic of a replica.
 */
public enum ReplicaPrecision {

	/**
	 * The configured precision of the model, often half.
	 */
	NORMAL,

	/**
	 * float32, for items whose result overflowed in half precision.
	 */
	FP32

}
