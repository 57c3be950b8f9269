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

}
