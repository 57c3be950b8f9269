package dev.dcae.pipeline;

import java.util.function.BooleanSupplier;

import dev.dcae.serving.Caller;
import dev.dcae.serving.Deadline;

/**
 * How soon a request wants its answer, and on whose behalf.
 *
 * @param priority 0, normal, to 3, most urgent
 * @param deadline after which the answer is of no use
 * @param abandoned whether nobody waits for the answer any more; asked on the thread that
 * waits, while it waits
 * @param caller at whose expense its items wait
 * @param patient whether it waits for room in the queue rather than be turned away
 */
public record Urgency(int priority, Deadline deadline, BooleanSupplier abandoned, Caller caller, boolean patient) {

	/**
	 * The urgency of a request, which is turned away by a full queue.
	 */
	public Urgency(int priority, Deadline deadline, BooleanSupplier abandoned, Caller caller) {
		this(priority, deadline, abandoned, caller, false);
	}

}
