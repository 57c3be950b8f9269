package dev.dcae.image;

import java.io.IOException;
import java.util.Optional;

/**
 * An image as a file has it: taken apart, nothing decoded yet. The parts are views of the
 * file.
 */
public interface StoredImage {

	/**
	 * As stored, in pixels, at least 1.
	 */
	int width();

	/**
	 * As stored, in pixels, at least 1.
	 */
	int height();

	/**
	 * The turn of the stored image; upright if the file does not say.
	 */
	Orientation orientation();

	/**
	 * The embedded ICC profile, unchecked, if the file has one of reasonable size.
	 */
	Optional<byte[]> profile();

	/**
	 * Tells whether the end of the file, behind its pixels, is missing or damaged. Says
	 * nothing about the pixels, and may walk over the whole file.
	 */
	boolean isEndDamaged();

	/**
	 * Decodes the pixels. Takes memory and time in proportion to width times height,
	 * which the caller has checked.
	 * @throws IOException or any unchecked exception if the data is damaged
	 * @throws ImageException.Undecodable if pixels are missing or it is not supported
	 */
	Samples samples() throws IOException;

}
