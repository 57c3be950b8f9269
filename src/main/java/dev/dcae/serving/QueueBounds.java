package dev.dcae.serving;

/**
 * How much may wait, over all models.
 *
 * @param maxItems at least one
 * @param maxPixels at least one; also the largest item that can be admitted
 */
public record QueueBounds(int maxItems, long maxPixels) {

	/**
	 * Checks the ranges.
	 * @throws IllegalArgumentException if a bound is not positive
	 */
	public QueueBounds {
		if (maxItems < 1 || maxPixels < 1) {
			throw new IllegalArgumentException(
					"A queue of at most %d items and %d pixels".formatted(maxItems, maxPixels));
		}
	}

	/**
	 * The part of them that a caller may take: at least one item.
	 */
	QueueBounds of(Caller caller) {
		return new QueueBounds(Math.max(1, (int) (caller.share() * this.maxItems)),
				Math.max(1, (long) (caller.share() * this.maxPixels)));
	}

}
