package dev.dcae.pipeline;

/**
 * The heap that a call may take. Whoever is about to allocate reserves first, so that
 * overload ends in a refusal and never in {@link OutOfMemoryError}. Thread-safe.
 */
@FunctionalInterface
public interface MemoryBudget {

	/**
	 * The budget of commands, which have the heap for themselves.
	 */
	MemoryBudget UNLIMITED = (_) -> () -> {
	};

	/**
	 * Reserves heap until the hold is closed, or else until the call ends.
	 * @param bytes at least 0
	 * @throws RuntimeException if it does not fit
	 */
	Hold reserve(long bytes);

	/**
	 * Heap that is reserved.
	 */
	@FunctionalInterface
	interface Hold extends AutoCloseable {

		@Override
		void close();

	}

}
