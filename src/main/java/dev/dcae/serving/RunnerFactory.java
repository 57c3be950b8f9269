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
