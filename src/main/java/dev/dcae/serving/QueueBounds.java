package dev.dcae.serving;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The bounds of what may wait. Configured as {@code dcae.queue}.
 *
 * @param maxItems the most items that wait, over all models; beyond it requests get 429
 * @param maxPixels the most pixels that wait, over all models; beyond it requests get 429
 */
public record QueueBounds(@DefaultValue("1024") int maxItems, @DefaultValue("268435456") long maxPixels) {

	/**
	 * Checks the ranges.
	 * @throws IllegalArgumentException if a bound is not positive
	 */
	public QueueBounds {
		if (maxItems < 1) {
			throw new IllegalArgumentException("max-items is %d; at least one item may wait".formatted(maxItems));
		}
		if (maxPixels < 1) {
			throw new IllegalArgumentException("max-pixels is %d; at least one pixel may wait".formatted(maxPixels));
		}
	}

	/**
	 * The part of them that a caller may take: at least one item.
	 */
	public QueueBounds of(Caller caller) {
		return new QueueBounds(Math.max(1, (int) (caller.share() * this.maxItems)),
				Math.max(1, (long) (caller.share() * this.maxPixels)));
	}

}
