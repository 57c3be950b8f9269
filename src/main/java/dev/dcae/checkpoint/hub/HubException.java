package dev.dcae.checkpoint.hub;

/**
 * A request that the hub does not fulfil. The message says what to do about it.
 */
public class HubException extends RuntimeException {

	public HubException(String message) {
		super(message);
	}

	public HubException(String message, Throwable cause) {
		super(message, cause);
	}

}
