package dev.dcae.serving;

/**
 * A sender of items. Callers share the devices by time, and nobody's items may take more
 * of the queue than their share, so that there is room for those of others; a caller of
 * whom nothing waits may send an item of any size that the queue takes.
 *
 * @param name there are few of them: it may be a tag of a metric
 * @param share of the queue's bounds, above 0, at most 1; of the devices' time the part
 * that it is of the shares of all callers of whom something waits
 * @param maxPriority the most urgent that its items may be, 0 to
 * {@link WorkItem#MOST_URGENT}
 */
public record Caller(String name, double share, int maxPriority) {

	/**
	 * Everybody who is not told apart.
	 */
	public static final Caller ANYONE = new Caller("anyone", 1);

	/**
	 * A caller whose items may be as urgent as any.
	 */
	public Caller(String name, double share) {
		this(name, share, WorkItem.MOST_URGENT);
	}

	/**
	 * Checks the ranges.
	 * @throws IllegalArgumentException if the share is no part of the whole, or the
	 * priority none
	 */
	public Caller {
		if (!(share > 0 && share <= 1)) {
			throw new IllegalArgumentException("A share is above 0 and at most 1, not " + share);
		}
		if (maxPriority < 0 || maxPriority > WorkItem.MOST_URGENT) {
			throw new IllegalArgumentException(
					"A priority is 0 to %d, not %d".formatted(WorkItem.MOST_URGENT, maxPriority));
		}
	}

}
