package dev.dcae.serving;

/**
 * The number of lanes of a device. Each is one platform thread with a replica of every
 * model that is placed on the device.
 *
 * @param lanes at least one
 */
public record DeviceLanes(Device device, int lanes) {

	/**
	 * Checks the count.
	 * @throws IllegalArgumentException if there is no lane
	 */
	public DeviceLanes {
		if (lanes < 1) {
			throw new IllegalArgumentException("Device %s needs at least one lane, not %d".formatted(device, lanes));
		}
	}

}
