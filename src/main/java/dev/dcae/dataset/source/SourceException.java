package dev.dcae.dataset.source;

import java.io.IOException;

/**
 * A source that is not there, or is none. The message names it.
 */
public final class SourceException extends IOException {

	private static final long serialVersionUID = 1L;

	SourceException(String message) {
		super(message);
	}

}
