package dev.dcae.serving;

import java.time.Duration;

/**
 * The parts of the time of an item.
 *
 * @param queue from its admission until a lane took it into a batch; where it had to be
 * taken again, until the last time
 * @param batch from then until the device began with it: the parts of a batch that ran
 * out of memory wait for each other
 * @param device the time of the device call, shared with {@code batchSize - 1} others
 * @param batchSize the items that ran in that call
 */
public record Timings(Duration queue, Duration batch, Duration device, int batchSize) {
}
