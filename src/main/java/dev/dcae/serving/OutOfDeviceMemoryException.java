package dev.dcae.serving;

/**
 * A batch did not fit the device's memory. Nothing is lost: a smaller one may fit.
 */
public class OutOfDeviceMemoryException extends RuntimeException {

	public OutOfDeviceMemoryException(String message, Throwable cause) {
		super(message, cause);
	}

}
