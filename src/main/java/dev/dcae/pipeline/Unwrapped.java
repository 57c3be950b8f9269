package dev.dcae.pipeline;

import java.util.concurrent.ExecutionException;

/**
 * The exception of work on another thread, for the thread that waits for it.
 */
final class Unwrapped {

	private Unwrapped() {
	}

	/**
	 * The exception to throw on.
	 * @throws Error if the work threw one
	 */
	static RuntimeException of(ExecutionException ex) {
		Throwable cause = (ex.getCause() != null) ? ex.getCause() : ex;
		if (cause instanceof Error error) {
			throw error;
		}
		return (cause instanceof RuntimeException failure) ? failure : new IllegalStateException(cause);
	}

}
