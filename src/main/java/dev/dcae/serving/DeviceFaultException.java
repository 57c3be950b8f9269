package dev.dcae.serving;

import org.jspecify.annotations.Nullable;

/**
 * A sticky fault: nothing can run on the device any more, as after an illegal memory
 * access.
 */
public class DeviceFaultException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	public DeviceFaultException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
