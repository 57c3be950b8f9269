package dev.dcae.pipeline;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The threads that decode, resize and encode image files: about as many as there are
 * cores, however many requests there are, since request threads are virtual and bound
 * nothing. They log in the context of whoever sent the work.
 */
public final class ImagePool implements AutoCloseable {

	private final ExecutorService threads;

	/**
	 * Starts the pool.
	 * @param size its threads, at least 1
	 */
	public ImagePool(int size) {
		this.threads = LogContext
			.carriedBy(Executors.newFixedThreadPool(size, Thread.ofPlatform().name("image-", 0).daemon().factory()));
	}

	/**
	 * Runs some image work and waits for it.
	 * @throws RuntimeException what the work throws
	 */
	public <T> T run(Callable<T> work) {
		Future<T> result = this.threads.submit(work);
		try {
			return result.get();
		}
		catch (InterruptedException ex) {
			result.cancel(true);
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while waiting for image work", ex);
		}
		catch (ExecutionException ex) {
			throw Unwrapped.of(ex);
		}
	}

	@Override
	public void close() {
		this.threads.close();
	}

}
