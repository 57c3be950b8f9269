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

import dev.dcae.model.Operation;

/**
 * An event in the scheduler. Every {@link Accepted} is followed by exactly one
 * {@link Answered} or {@link Unanswered}.
 */
public sealed interface ServingEvent {

	/**
	 * An item was queued.
	 */
	record Accepted(Bucket bucket, WorkItem item) implements ServingEvent {
	}

	/**
	 * An item was not queued.
	 */
	record Rejected(String model, Operation operation, ServingException reason) implements ServingEvent {
	}

	/**
	 * An item has its answer.
	 */
	record Answered(Bucket bucket, Answer answer) implements ServingEvent {
	}

	/**
	 * An accepted item ended without an answer.
	 *
	 * @param dispatched whether a lane had taken it, so that device time may be spent on
	 * it
	 */
	record Unanswered(Bucket bucket, ServingException reason, boolean dispatched) implements ServingEvent {
	}

	/**
	 * A device call succeeded. Its items are answered after this.
	 *
	 * @param why the batch was sent when it was; parts of a batch that ran out of memory
	 * or failed repeat their batch's reason
	 * @param thrownAway how many of the items nobody waits for any more: they were late
	 * or cancelled when they were done
	 */
	record BatchRan(Bucket bucket, Device device, List<WorkItem> items, long pixels, Duration time, DispatchReason why,
			int thrownAway) implements ServingEvent {
	}

	/**
	 * A device call ran out of memory; its items run again in halves.
	 */
	record OutOfMemory(Bucket bucket, Device device, int items, long pixels) implements ServingEvent {
	}

	/**
	 * A device call of several items failed; they run again singly.
	 */
	record BatchFailed(Bucket bucket, Device device, int items, RuntimeException cause) implements ServingEvent {
	}

	/**
	 * The result of an item was not finite; it was queued again for float32.
	 */
	record RetriedInFp32(Bucket bucket, Device device) implements ServingEvent {
	}

	/**
	 * An item's lane was lost; it was queued again, this once.
	 */
	record Requeued(Bucket bucket, Device lost) implements ServingEvent {
	}

	/**
	 * A replica is warm.
	 */
	record ReplicaOpened(String model, ReplicaPrecision precision, Device device,
			Duration time) implements ServingEvent {
	}

	/**
	 * A replica could not be opened.
	 */
	record ReplicaFailed(String model, ReplicaPrecision precision, Device device,
			Throwable cause) implements ServingEvent {
	}

	/**
	 * A lane died of something unexpected and another took its place.
	 */
	record LaneReplaced(Device device, int lane, Throwable cause) implements ServingEvent {
	}

	/**
	 * A sticky fault: the device is used no more.
	 */
	record DeviceQuarantined(Device device, Throwable cause) implements ServingEvent {
	}

	/**
	 * The last device is gone. Nothing will run again in this process.
	 */
	record NoDeviceLeft() implements ServingEvent {
	}

}
