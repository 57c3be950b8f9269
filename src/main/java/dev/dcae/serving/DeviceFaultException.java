package dev.dcae.serving;

/**
 * A device answers every call with an error from now on, until the process ends.
 */
public class DeviceFaultException extends RuntimeException {

	public DeviceFaultException(String message, Throwable cause) {
		super(message, cause);
	}

}
