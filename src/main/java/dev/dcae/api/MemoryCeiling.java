package dev.dcae.api;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds the memory of all requests in flight: bodies, decoded pixels and answers. A
 * request reserves what it is about to allocate, and is turned away where that does not
 * fit, so that overload ends in 429 and never in {@link OutOfMemoryError}.
 */
public final class MemoryCeiling {

	private final long bytes;

	private final AtomicLong reserved = new AtomicLong();

	/**
	 * A ceiling for the process.
	 * @param bytes of all requests together
	 */
	public MemoryCeiling(long bytes) {
		this.bytes = bytes;
	}

	/**
	 * What one request holds. Used by one thread at a time.
	 */
	public final class Reservation implements AutoCloseable {

		private long held;

		private Reservation() {
		}

		/**
		 * Reserves more.
		 * @throws OverloadedException if it does not fit beside what other requests hold
		 * @throws ProblemException if it would not fit an idle service either
		 */
		public void add(long more) {
			if (this.held + more > MemoryCeiling.this.bytes) {
				throw new ProblemException(ProblemType.TOO_LARGE,
						"The request needs about %d MB, more than the %d MB that this service has for requests"
							.formatted((this.held + more) >> 20, MemoryCeiling.this.bytes >> 20));
			}
			if (MemoryCeiling.this.reserved.addAndGet(more) > MemoryCeiling.this.bytes) {
				MemoryCeiling.this.reserved.addAndGet(-more);
				throw new OverloadedException();
			}
			this.held += more;
		}

		@Override
		public void close() {
			MemoryCeiling.this.reserved.addAndGet(-this.held);
			this.held = 0;
		}

	}

	/**
	 * An empty reservation.
	 */
	Reservation open() {
		return new Reservation();
	}

	/**
	 * The bytes that all requests hold now.
	 */
	public long reserved() {
		return this.reserved.get();
	}

	/**
	 * The bytes that all requests may hold.
	 */
	public long bytes() {
		return this.bytes;
	}

}
