/*
 * Copyright 2026 the dcae authors
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package dev.dcae.dataset;

import java.util.concurrent.Semaphore;

/**
 * Bounds the pixels, or the bytes, that many threads hold at once. First come, first
 * served, so that a large image is not passed by small ones for ever.
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
