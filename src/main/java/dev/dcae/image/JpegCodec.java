package dev.dcae.image;

import java.io.IOException;

/**
 * What turns the coded segments of a JPEG file into pixels, and pixels into a file.
 * Whichever it is, the pixels are the same.
 */
interface JpegCodec {

	/**
	 * Decodes a whole file.
	 * @throws ImageException.Undecodable if the data is damaged
	 * @throws IOException or any unchecked exception likewise
	 */
	Samples decode(JpegFile file) throws IOException;

	/**
	 * Encodes a picture, its chroma at half the resolution.
	 */
	byte[] encode(RgbImage image, Quality quality) throws IOException;

}
