package dev.dcae.dataset;

/**
 * An image that the settings have no use for. The message says why.
 */
public final class UnfitImageException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	public UnfitImageException(String message) {
		super(message);
	}

}
