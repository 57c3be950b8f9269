package dev.dcae.model;

/**
 * A configuration that this service cannot serve. The message names the field and what it
 * would accept.
 */
public class InvalidConfigException extends UnusableException {

	public InvalidConfigException(String problem) {
		super(problem);
	}

	public InvalidConfigException(String problem, String remedy) {
		super(problem, remedy);
	}

}
