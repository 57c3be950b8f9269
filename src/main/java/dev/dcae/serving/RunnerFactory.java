package dev.dcae.serving;

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

}
