package dev.dcae.dataset.parts;

import java.util.Locale;

/**
 * The forms in which latents are written.
 */
public enum OutputFormat {

	/**
	 * A file of named tensors for each shape.
	 */
	SAFETENSORS,

	/**
	 * A tar of samples for each that is read, latents in place of images.
	 */
	WEBDATASET,

	/**
	 * Files of the tensors {@code latents}, {@code latents_flip} and {@code labels}.
	 */
	LIGHTNINGDIT;

	String text() {
		return name().toLowerCase(Locale.ROOT);
	}

}
