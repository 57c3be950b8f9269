package dev.dcae.cli.latents;

/**
 * An image that the settings have no use for. The message says why.
 */
final class UnfitImageException extends RuntimeException {

	UnfitImageException(String message) {
		super(message);
	}

}
