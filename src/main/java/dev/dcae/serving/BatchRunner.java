/*
 * Copyright 2026 the dcae authors
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package dev.dcae.serving;

import java.util.List;

import dev.dcae.model.Operation;
import dev.dcae.tensor.Tensor;

/**
 * One model on one device in one precision, ready to run. Every method is called by the
 * platform thread that opened it, and by no other.
 */
public interface BatchRunner extends AutoCloseable {

	/**
	 * Runs a batch. Any exception but the two named means that this batch failed and that
	 * the device is well: its items are then run singly.
	 * @param items at least one, all of the same shape and type, without a batch
	 * dimension
	 * @return one result for each item, in order
	 * @throws OutOfDeviceMemoryException if the batch did not fit
	 * @throws DeviceFaultException if the device can run nothing any more
	 */
	List<ItemResult> run(Operation operation, List<Tensor> items);

	/**
	 * Prepares for batches that have the device to themselves, or that share it with
	 * those of other lanes: on a CPU they take all cores, or the lane's part of them.
	 * @return whether batches now take another time than they would beside others
	 */
	default boolean runAlone(boolean alone) {
		return false;
	}

	/**
	 * Runs whatever makes the first batch as fast as the next. A replica counts as ready
	 * only after it.
	 */
	default void warmUp() {
	}

	/**
	 * Gives memory that is cached, not used, back to the device.
	 */
	default void freeCache() {
	}

	/**
	 * The device memory that this replica holds between batches, in bytes; zero if
	 * unknown.
	 */
	default long memoryBytes() {
		return 0;
	}

	/**
	 * Frees the replica. Never called once its device had a fault, since any call into a
	 * broken context may hang or abort the process.
	 */
	@Override
	void close();

}
