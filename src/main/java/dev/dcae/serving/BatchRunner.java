package dev.dcae.serving;

import java.util.List;

import dev.dcae.model.Operation;
import dev.dcae.tensor.Tensor;

/**
 * One copy of a model on a device. Called by one thread at a time, always the same.
 */
public interface BatchRunner extends AutoCloseable {

	/**
	 * Runs one batch as one call to the device.
	 * @param operation what to do with each item
	 * @param items of equal shape and dtype, without a batch dimension, as
	 * {@link Operation} says
	 * @return one result an item, in order
	 * @throws IllegalArgumentException if the items differ in shape, or are not of the
	 * operation's dtype
	 * @throws OutOfDeviceMemoryException if the batch is too large for the device's
	 * memory
	 * @throws DeviceFaultException if the device is lost
	 */
	List<ItemResult> run(Operation operation, List<Tensor> items);

	/**
	 * Gives memory that is cached but not in use back to the device.
	 */
	void freeCache();

	@Override
	void close();

}
