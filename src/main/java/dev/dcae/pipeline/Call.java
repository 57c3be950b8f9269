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

import java.util.function.BooleanSupplier;

import dev.dcae.serving.Caller;
import dev.dcae.serving.Deadline;

/**
 * One call on its way through the pipeline: how soon its answer is wanted and on whose
 * behalf, the memory that it may hold, where its time goes, and what its answer says
 * besides.
 *
 * @param priority 0, normal, to 3, most urgent
 * @param deadline after which the answer is of no use
 * @param caller at whose expense its items wait
 * @param abandoned true once nobody waits for the answer any more; asked on the thread
 * that waits, while it waits
 * @param patient true if it waits for room in the queue rather than be turned away
 */
public record Call(int priority, Deadline deadline, Caller caller, BooleanSupplier abandoned, boolean patient,
		MemoryBudget memory, Timeline timeline, Notes notes) {

	/**
	 * The call of a command: nobody else is there, and it has all the time and the heap.
	 */
	public static Call ofCommand() {
		return new Call(0, Deadline.NONE, Caller.ANYONE, () -> false, false, MemoryBudget.UNLIMITED, Timeline.ofSums(),
				new Notes());
	}

	/**
	 * The same call, as urgent as its protocol turns out to say.
	 */
	public Call urged(int urgency, Deadline until) {
		return new Call(urgency, until, this.caller, this.abandoned, this.patient, this.memory, this.timeline,
				this.notes);
	}

	/**
	 * A part of the call that runs beside others, on a thread of its own.
	 * @param gone true once nobody waits for the whole; asked on any thread
	 * @param waits true if it waits for room in the queue
	 * @param prepaid bytes that the call has reserved for it
	 */
	Call part(BooleanSupplier gone, boolean waits, long prepaid) {
		return new Call(this.priority, this.deadline, this.caller, gone, waits, new PrepaidMemory(prepaid, this.memory),
				this.timeline.part(), this.notes);
	}

}
