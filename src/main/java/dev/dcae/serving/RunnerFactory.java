package dev.dcae.serving;

import java.util.Optional;

/**
 * Opens replicas. Called by each lane's own platform thread, so by several at once.
 */
@FunctionalInterface
public interface RunnerFactory {

	/**
	 * Loads a model onto a device. Any exception means that this replica failed, is
	 * reported as it is, and is tried again later.
	 * @throws DeviceFaultException if the device can run nothing any more
	 */
	BatchRunner open(String model, Device device, ReplicaPrecision precision);

	/**
	 * The memory of a device; empty if unknown. Called by any thread, and must not wait
	 * for the device: it may hang.
	 */
	default Optional<DeviceMemory> memory(Device device) {
		return Optional.empty();
	}

}
