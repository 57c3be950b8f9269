package dev.dcae.engine;

/**
 * A configured device that this machine does not have.
 */
public class MissingDeviceException extends RuntimeException {

	public MissingDeviceException(String message) {
		super(message);
	}

}
