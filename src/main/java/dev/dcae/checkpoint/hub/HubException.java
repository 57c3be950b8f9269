package dev.dcae.checkpoint.hub;

import dev.dcae.model.UnusableException;

/**
 * A request that the hub does not fulfil. The message says what to do about it.
 */
public class HubException extends UnusableException {

	public HubException(String problem) {
		super(problem);
	}

	public HubException(String problem, String remedy) {
		super(problem, remedy);
	}

	public HubException(String problem, Throwable cause) {
		super(problem, "", cause);
	}

	public HubException(String problem, String remedy, Throwable cause) {
		super(problem, remedy, cause);
	}

}
