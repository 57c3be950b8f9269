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

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The pooled, dynamically batching scheduler. Callers submit items and wait; lanes, one
 * platform thread each, pull batches and run them. Every accepted item is settled exactly
 * once. Thread-safe.
 */
public interface Scheduler extends AutoCloseable {

	/**
	 * Loads a model, beside those that are served. Its items are admitted from its first
	 * ready replica on.
	 * @return completed once every replica is ready or has failed; exceptionally, with
	 * the failure of one, if none is ready, and the model is then not registered
	 * @throws IllegalStateException if its id is taken
	 * @throws IllegalArgumentException if a device of its is not one of the scheduler's
	 * @throws ServingException.Draining if the service is shutting down
	 */
	CompletableFuture<Void> register(ServedModel model);

	/**
	 * Unloads a model. It admits nothing from now on; what it has accepted runs.
	 * @return completed once its replicas are closed
	 * @throws ServingException.UnknownModel if it is not registered
	 */
	CompletableFuture<Void> unregister(String model);

	/**
	 * The models that are served.
	 */
	ServedModels models();

	/**
	 * Queues an item.
	 * @throws ServingException if it is not accepted: any member of the family but
	 * {@code ItemFailed} and {@code Cancelled}
	 */
	default Submission submit(WorkItem item) {
		return submitAll(List.of(item)).getFirst();
	}

	/**
	 * Queues all of the items or none.
	 * @return one submission for each, in order
	 * @throws ServingException if they are not accepted
	 * @throws IllegalArgumentException if they could not be accepted by an empty queue
	 * either, because they are too many
	 */
	List<Submission> submitAll(List<WorkItem> items);

	/**
	 * Queues an item whose caller tries again when the queue is full, so that a full
	 * queue is not counted as a refusal.
	 * @throws ServingException if it is not accepted
	 */
	Submission submitPatiently(WorkItem item);

	/**
	 * Stops admission and lets everything accepted finish.
	 * @return completed once every accepted item is settled
	 */
	CompletableFuture<Void> drain();

	/**
	 * Has each replica whose last device call failed run something small, before its next
	 * batch: {@link ServingStatus} then tells whether it is well.
	 * @return completed when they have; at once if no call failed
	 */
	CompletableFuture<Void> probe();

	/**
	 * The state at this moment.
	 */
	ServingStatus status();

	/**
	 * The state at this moment; where a device failed on its last call, after it was
	 * probed.
	 * @param patience with a device that is probed
	 */
	default ServingStatus probed(Duration patience) {
		ServingStatus status = status();
		if (!status.isDoubtful()) {
			return status;
		}
		probe().completeOnTimeout(null, patience.toNanos(), TimeUnit.NANOSECONDS).join();
		return status();
	}

	/**
	 * The clock that deadlines are counted on.
	 */
	NanoClock clock();

	/**
	 * Ends the lanes: batches in flight finish, what still waits fails with
	 * {@link ServingException.Draining}, replicas are closed. {@link #drain} comes first
	 * where nothing may be lost. Waits for the lanes, but not for ever: one that hangs on
	 * a broken device is left behind, a daemon.
	 */
	@Override
	void close();

}
