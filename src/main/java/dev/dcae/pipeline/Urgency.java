package dev.dcae.pipeline;

import java.util.function.BooleanSupplier;

import dev.dcae.serving.Deadline;

/**
 * How soon a request wants its answer.
 *
 * @param priority 0, normal, to 3, most urgent
 * @param deadline after which the answer is of no use
 * @param abandoned whether nobody waits for the answer any more; asked on the thread that
 * waits, while it waits
 */
public record Urgency(int priority, Deadline deadline, BooleanSupplier abandoned) {
}
