package dev.dcae.engine;

import dev.dcae.model.UnusableException;

/**
 * A configured device that this machine does not have.
 */
public class MissingDeviceException extends UnusableException {

	public MissingDeviceException(String problem, String remedy) {
		super(problem, remedy);
	}

}
