package dev.dcae.dataset.parts;

import java.io.IOException;

/**
 * A run that goes wrong: more samples fail than are allowed. What was done stays.
 */
public final class TooManyFailedException extends IOException {

	private static final long serialVersionUID = 1L;

	TooManyFailedException(String message) {
		super(message);
	}

}
