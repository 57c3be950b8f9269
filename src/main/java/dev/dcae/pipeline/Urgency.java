package dev.dcae.pipeline;

import dev.dcae.serving.Deadline;

/**
 * How soon a request wants its answer.
 *
 * @param priority 0, normal, to 3, most urgent
 * @param deadline after which the answer is of no use
 */
public record Urgency(int priority, Deadline deadline) {
}
