package dev.dcae.checkpoint.hub;

import java.time.Duration;

/**
 * A hub that does not answer now: it is away, busy, or the connection broke. Another try
 * may succeed.
 */
public class HubUnreachableException extends HubException {

	private final transient Duration retryAfter;

	HubUnreachableException(String message, Duration retryAfter) {
		super(message);
		this.retryAfter = retryAfter;
	}

	HubUnreachableException(String message, Throwable cause) {
		super(message, cause);
		this.retryAfter = Duration.ZERO;
	}

	/**
	 * The time for which the hub asks to be left alone; zero if it does not say.
	 */
	Duration retryAfter() {
		return this.retryAfter;
	}

}
