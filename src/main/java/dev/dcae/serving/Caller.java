package dev.dcae.serving;

/**
 * Whoever sends items. Nobody's items may take more of the queue than their share, so
 * that there is room for those of others; a caller of whom nothing waits may send an item
 * of any size that the queue takes.
 *
 * @param name there are few of them: it may be a tag of a metric
 * @param share of the queue's bounds, above 0, at most 1
 */
public record Caller(String name, double share) {

	/**
	 * Whoever is not told apart.
	 */
	public static final Caller ANYONE = new Caller("anyone", 1);

	/**
	 * Checks the range.
	 * @throws IllegalArgumentException if the share is no part of the whole
	 */
	public Caller {
		if (!(share > 0 && share <= 1)) {
			throw new IllegalArgumentException("A share is above 0 and at most 1, not " + share);
		}
	}

}
