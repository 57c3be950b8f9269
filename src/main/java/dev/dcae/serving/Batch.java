package dev.dcae.serving;

import java.util.List;

/**
 * Items that were taken together, most urgent first.
 */
record Batch(Bucket bucket, List<QueuedItem> items, DispatchReason why) {
}
