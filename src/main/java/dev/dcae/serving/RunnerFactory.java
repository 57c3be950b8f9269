package dev.dcae.serving;

/**
 * Opens the replicas of a model. Called by each lane's own platform thread, so by several
 * at once.
 */
@FunctionalInterface
public interface RunnerFactory {

	/**
	 * Loads the model onto a device. Any exception means that this replica failed, is
	 * reported as it is, and is tried again later.
	 * @throws DeviceFaultException if the device can run nothing any more
	 */
	BatchRunner open(Device device, ReplicaPrecision precision);

}
