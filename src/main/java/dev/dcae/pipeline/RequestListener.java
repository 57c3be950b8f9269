package dev.dcae.pipeline;

import java.time.Duration;

/**
 * Is told of each request when its answer is sent, on the thread that served it.
 */
@FunctionalInterface
public interface RequestListener {

	/**
	 * A request ended.
	 * @param operation one of few names
	 * @param outcome one of few names
	 * @param time from its first line to the last byte of its answer
	 */
	void ended(Timeline timeline, String operation, String outcome, Duration time);

}
