package dev.dcae.serving;

import java.util.List;

/**
 * A model to serve.
 *
 * @param devices where to place it: one replica for each lane of each
 * @param retryInFp32 whether an item whose result is not finite is run again in float32;
 * pointless for a model that runs in float32 already
 */
public record ServedModel(String id, ModelLimits limits, List<Device> devices, boolean retryInFp32) {

	/**
	 * Copies the devices.
	 * @throws IllegalArgumentException if there are none
	 */
	public ServedModel {
		devices = List.copyOf(devices);
		if (devices.isEmpty()) {
			throw new IllegalArgumentException("Model %s is placed on no device".formatted(id));
		}
	}

}
