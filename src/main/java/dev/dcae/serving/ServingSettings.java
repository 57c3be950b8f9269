package dev.dcae.serving;

import java.time.Duration;

/**
 * The scheduler's settings.
 *
 * @param learnThroughput whether batches stay below the pixels past which throughput was
 * seen to stop growing
 * @param ageing the time after which a waiting item rises one priority class
 * @param patience the deadline that an item without one, or with a later one, is ordered
 * by, so that those with deadlines cannot pass it for ever; it misses nothing by it
 */
public record ServingSettings(Batching batching, QueueBounds queue, boolean learnThroughput, Duration ageing,
		Duration patience) {

	/**
	 * Checks the ranges.
	 * @throws IllegalArgumentException if ageing or patience is not positive
	 */
	public ServingSettings {
		if (!ageing.isPositive() || !patience.isPositive()) {
			throw new IllegalArgumentException("Ageing of %s, patience of %s".formatted(ageing, patience));
		}
	}

}
