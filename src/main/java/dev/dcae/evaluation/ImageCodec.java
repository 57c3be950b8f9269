package dev.dcae.evaluation;

import dev.dcae.image.RgbImage;

/**
 * Holds an image in fewer values and makes an image of them again.
 */
public interface ImageCodec {

	/**
	 * The name in tables.
	 */
	String name();

	/**
	 * Holds an image, and makes one of the same size of what it holds.
	 * @param image with sides that are multiples of the codec's ratio
	 * @throws RuntimeException if the codec cannot do it, saying why
	 */
	Coded code(RgbImage image);

}
