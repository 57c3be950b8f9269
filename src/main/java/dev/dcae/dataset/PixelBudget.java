package dev.dcae.dataset;

import java.util.concurrent.Semaphore;

/**
 * Bounds the pixels that many threads hold at once. First come, first served, so that a
 * large image is not passed by small ones for ever.
 */
public final class PixelBudget {

	/**
	 * A semaphore counts in ints.
	 */
	private static final long UNIT = 1024;

	private final int units;

	private final Semaphore free;

	/**
	 * A budget.
	 * @param pixels that may be held at once, at least 1
	 */
	public PixelBudget(long pixels) {
		this.units = units(pixels);
		this.free = new Semaphore(this.units, true);
	}

	/**
	 * Pixels that are held until they are given back.
	 */
	public final class Held implements AutoCloseable {

		private final int taken;

		private Held(int taken) {
			this.taken = taken;
		}

		@Override
		public void close() {
			PixelBudget.this.free.release(this.taken);
		}

	}

	/**
	 * Waits until so many are free. More than there are at all are held alone.
	 */
	public Held take(long pixels) {
		int wanted = Math.min(units(pixels), this.units);
		try {
			this.free.acquire(wanted);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while waiting for memory", ex);
		}
		return new Held(wanted);
	}

	private static int units(long pixels) {
		return (int) Math.clamp(Math.ceilDiv(pixels, UNIT), 1, Integer.MAX_VALUE);
	}

}
