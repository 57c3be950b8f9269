package dev.dcae.checkpoint.hub;

/**
 * Something that the hub does not give. The message says what to do about it.
 */
public class HubException extends RuntimeException {

	public HubException(String message) {
		super(message);
	}

	public HubException(String message, Throwable cause) {
		super(message, cause);
	}

}
