package dev.dcae.serving;

import org.jspecify.annotations.Nullable;

/**
 * A batch did not fit into the device's memory. The device is well.
 */
public class OutOfDeviceMemoryException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	public OutOfDeviceMemoryException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
