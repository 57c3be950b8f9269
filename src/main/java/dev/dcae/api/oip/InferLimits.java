package dev.dcae.api.oip;

/**
 * The bounds of one request.
 *
 * @param maxBatch items
 * @param maxPixels of the images of all items together
 * @param maxDelayMicroseconds how long a free device waits for company for an item, as
 * the configuration of models tells
 */
public record InferLimits(int maxBatch, long maxPixels, long maxDelayMicroseconds) {
}
