package dev.dcae.pipeline;

/**
 * The budget of a part of a call: what the call has reserved for it already, and beyond
 * that the call's own.
 */
final class PrepaidMemory implements MemoryBudget {

	private final MemoryBudget whole;

	private long left;

	/**
	 * A budget within another.
	 * @param bytes that are reserved there already
	 */
	PrepaidMemory(long bytes, MemoryBudget whole) {
		this.left = bytes;
		this.whole = whole;
	}

	@Override
	public synchronized Hold reserve(long bytes) {
		long paid = Math.min(bytes, this.left);
		Hold rest = this.whole.reserve(bytes - paid);
		this.left -= paid;
		return () -> {
			rest.close();
			giveBack(paid);
		};
	}

	private synchronized void giveBack(long bytes) {
		this.left += bytes;
	}

}
