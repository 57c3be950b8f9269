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
package dev.dcae.pipeline;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.dcae.model.Autoencoder;
import dev.dcae.model.Operation;
import dev.dcae.serving.Answer;
import dev.dcae.serving.Scheduler;
import dev.dcae.serving.ServingException;
import dev.dcae.serving.Submission;
import dev.dcae.serving.WorkItem;
import dev.dcae.tensor.Tensor;

/**
 * The items that one request has the scheduler run, and what is to be told about them.
 * Used by the thread of the request alone.
 */
public final class RequestWork {

	/**
	 * The interval at which a waiting request looks if somebody still waits for it; two
	 * looks may be needed to tell.
	 */
	private static final Duration LOOK = Duration.ofMillis(100);

	private final Scheduler scheduler;

	private final Call call;

	private boolean retriedInFp32;

	private boolean tiled;

	public RequestWork(Scheduler scheduler, Call call) {
		this.scheduler = scheduler;
		this.call = call;
	}

	Call call() {
		return this.call;
	}

	/**
	 * Runs an item.
	 * @throws RequestException.NonFiniteResult if its result is of no use
	 * @throws ServingException if the scheduler cannot take or finish it
	 */
	Tensor run(Autoencoder model, Operation operation, Tensor input) {
		return await(submit(model, operation, input, false));
	}

	/**
	 * Queues an item, once there is room for it if the request is patient.
	 * @param again whether it is submitted again where the queue is full
	 * @throws ServingException if the scheduler does not take it
	 */
	public Submission submit(Autoencoder model, Operation operation, Tensor input, boolean again) {
		WorkItem item = item(model, operation, input);
		while (true) {
			try {
				return (again || this.call.patient()) ? this.scheduler.submitPatiently(item)
						: this.scheduler.submit(item);
			}
			catch (ServingException.QueueFull ex) {
				if (!this.call.patient()) {
					throw ex;
				}
				awaitRoom();
			}
		}
	}

	private WorkItem item(Autoencoder model, Operation operation, Tensor input) {
		long pixels = model.config().pixels(operation, input.shape());
		this.call.timeline().model(model.id());
		return new WorkItem(model.id(), operation, input, pixels, this.call.priority(), this.call.deadline(),
				this.call.caller(), this.call.timeline().origin());
	}

	/**
	 * Runs items that may ride in common batches: all are queued, or none.
	 * @throws RequestException.NonFiniteResult if a result is of no use
	 * @throws ServingException if the scheduler cannot take or finish them
	 * @throws IllegalArgumentException if an empty queue could not take as many
	 */
	List<Tensor> runAll(Autoencoder model, Operation operation, List<Tensor> inputs) {
		List<Submission> submissions = this.scheduler
			.submitAll(inputs.stream().map((input) -> item(model, operation, input)).toList());
		List<Tensor> outputs = new ArrayList<>();
		Timeline longest = this.call.timeline().part();
		try {
			for (Submission submission : submissions) {
				Timeline own = this.call.timeline().part();
				outputs.add(await(submission, own));
				longest.outlast(own);
			}
		}
		finally {
			// Does nothing to those that are done.
			submissions.forEach(Submission::cancel);
			this.call.timeline().join(longest);
		}
		return outputs;
	}

	/**
	 * Waits for an item, and books its time: of items that are there at the same time
	 * each moment once.
	 * @throws RequestException.NonFiniteResult if its result is of no use
	 * @throws ServingException if the scheduler cannot finish it
	 */
	public Tensor await(Submission submission) {
		return await(submission, this.call.timeline());
	}

	private Tensor await(Submission submission, Timeline booked) {
		try {
			Answer answer = submission.await(this.call.abandoned(), LOOK);
			booked.book(answer.timings());
			if (!answer.finite()) {
				throw new RequestException.NonFiniteResult(
						"The model's result has values that are infinite or not a number; the input's may be too large");
			}
			this.retriedInFp32 |= answer.retriedInFp32();
			return answer.output();
		}
		catch (ServingException.Cancelled ex) {
			this.call.timeline().cancel();
			throw ex;
		}
		catch (InterruptedException ex) {
			throw interrupted(ex);
		}
	}

	/**
	 * Waits for room in the queue, which turned an item away: those before it have cost
	 * device time already.
	 * @throws ServingException.Cancelled if nobody waits for the result any more
	 */
	public void awaitRoom() {
		if (this.call.abandoned().getAsBoolean()) {
			this.call.timeline().cancel();
			throw new ServingException.Cancelled();
		}
		try {
			Thread.sleep(LOOK);
		}
		catch (InterruptedException ex) {
			throw interrupted(ex);
		}
	}

	private static IllegalStateException interrupted(InterruptedException ex) {
		Thread.currentThread().interrupt();
		return new IllegalStateException("Interrupted while waiting for the device", ex);
	}

	/**
	 * Notes that an image was tiled.
	 */
	void tiled() {
		this.tiled = true;
	}

	/**
	 * The results of all, once they are there.
	 */
	<T> Result<T> result(T value) {
		return new Result<>(value, this.retriedInFp32, this.tiled);
	}

}
