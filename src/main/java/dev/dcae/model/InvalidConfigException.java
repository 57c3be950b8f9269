package dev.dcae.model;

/**
 * A configuration that this service cannot serve. The message names the field and what it
 * would accept.
 */
public class InvalidConfigException extends RuntimeException {

	public InvalidConfigException(String message) {
		super(message);
	}

}
