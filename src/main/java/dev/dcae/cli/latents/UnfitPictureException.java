package dev.dcae.cli.latents;

/**
 * A picture that the settings have no use for. The message says why.
 */
final class UnfitPictureException extends RuntimeException {

	UnfitPictureException(String message) {
		super(message);
	}

}
