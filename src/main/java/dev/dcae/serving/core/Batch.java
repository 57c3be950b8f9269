package dev.dcae.serving.core;

import java.util.List;

import dev.dcae.serving.Bucket;
import dev.dcae.serving.DispatchReason;
import dev.dcae.serving.queue.QueuedItem;

/**
 * Items that were taken together, most urgent first.
 *
 * @param alone whether nothing else waits, and nothing runs on the device
 */
record Batch(Bucket bucket, List<QueuedItem> items, DispatchReason why, boolean alone) {
}
