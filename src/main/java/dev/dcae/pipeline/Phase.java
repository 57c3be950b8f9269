package dev.dcae.pipeline;

/**
 * The parts of the time that a request takes.
 */
public enum Phase {

	/**
	 * From bytes to pixels or tensors.
	 */
	PARSE,

	/**
	 * Waiting for a device.
	 */
	QUEUE,

	/**
	 * Taken into a batch, and waiting for the device to begin with it.
	 */
	BATCH_WAIT,

	/**
	 * On the device.
	 */
	DEVICE,

	/**
	 * From pixels or tensors to bytes.
	 */
	ENCODE

}
