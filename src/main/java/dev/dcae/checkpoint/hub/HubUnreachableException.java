package dev.dcae.checkpoint.hub;

import java.time.Duration;

/**
 * A hub that does not answer now: it is away, busy, or the connection broke. Another try
 * may succeed.
 */
public class HubUnreachableException extends HubException {

	private static final String WAY_OUT = "try again later, name a proxy in HTTPS_PROXY or a mirror in HF_ENDPOINT, or fetch the model where the hub can be reached and bring its cache here";

	private final transient Duration retryAfter;

	HubUnreachableException(String problem, Duration retryAfter) {
		super(problem, WAY_OUT);
		this.retryAfter = retryAfter;
	}

	HubUnreachableException(String problem, Throwable cause) {
		super(problem, WAY_OUT, cause);
		this.retryAfter = Duration.ZERO;
	}

	HubUnreachableException(String problem, String remedy, Throwable cause) {
		super(problem, remedy, cause);
		this.retryAfter = Duration.ZERO;
	}

	/**
	 * The time for which the hub asks to be left alone; zero if it does not say.
	 */
	Duration retryAfter() {
		return this.retryAfter;
	}

}
