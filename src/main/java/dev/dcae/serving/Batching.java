package dev.dcae.serving;

import java.time.Duration;

/**
 * How large a batch may become, and how long a free lane may wait for it.
 *
 * @param maxItems of a batch, at least one
 * @param maxPixels of a batch of more than one item
 * @param maxDelay how long an item may wait for company while a lane is free; zero: never
 * @param learnThroughput whether batches stay below the pixels past which throughput was
 * seen to stop growing
 */
public record Batching(int maxItems, long maxPixels, Duration maxDelay, boolean learnThroughput) {

	/**
	 * Checks the ranges.
	 * @throws IllegalArgumentException if a bound is not positive or the delay negative
	 */
	public Batching {
		if (maxItems < 1 || maxPixels < 1 || maxDelay.isNegative()) {
			throw new IllegalArgumentException(
					"A batch of at most %d items and %d pixels after %s".formatted(maxItems, maxPixels, maxDelay));
		}
	}

}
