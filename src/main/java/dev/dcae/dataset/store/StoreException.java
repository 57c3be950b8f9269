package dev.dcae.dataset.store;

import java.io.IOException;

/**
 * A place that fails, as opposed to a file that is damaged: the same may work the next
 * time. The message names the place.
 */
public final class StoreException extends IOException {

	private static final long serialVersionUID = 1L;

	public StoreException(String message, Throwable cause) {
		super(message, cause);
	}

	public StoreException(String message) {
		super(message);
	}

}
