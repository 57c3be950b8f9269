package dev.dcae.serving;

/**
 * The phases of a replica.
 */
public enum ReplicaPhase {

	/**
	 * Loading or warming up.
	 */
	OPENING,

	/**
	 * Running batches.
	 */
	READY,

	/**
	 * Could not be opened; to be tried again.
	 */
	FAILED,

	/**
	 * On its way out.
	 */
	CLOSING

}
