package dev.dcae.serving.core;

import java.util.List;

import dev.dcae.serving.Bucket;
import dev.dcae.serving.DispatchReason;
import dev.dcae.serving.queue.QueuedItem;

/**
 * Items that were taken together, most urgent first.
 */
record Batch(Bucket bucket, List<QueuedItem> items, DispatchReason why) {
}
