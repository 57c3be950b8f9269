package dev.dcae.image;

import java.io.IOException;
import java.util.Optional;

/**
 * A file taken apart into its segments, nothing decoded yet: the parts are views of the
 * file.
 */
sealed interface ImageFile permits PngFile, JpegFile, WebpFile {

	/**
	 * As stored, in pixels, at least 1.
	 */
	int width();

	/**
	 * As stored, in pixels, at least 1.
	 */
	int height();

	/**
	 * How the stored picture is to be turned; upright if the file does not say.
	 */
	Orientation orientation();

	/**
	 * The embedded ICC profile, unchecked, if the file has one of reasonable size.
	 */
	Optional<byte[]> profile();

	/**
	 * Decodes the pixels. Takes memory and time in proportion to width times height,
	 * which the caller has checked.
	 * @throws IOException or any unchecked exception if the data is damaged
	 * @throws ImageException.Undecodable if the file is not whole or not supported
	 */
	Samples samples() throws IOException;

}
