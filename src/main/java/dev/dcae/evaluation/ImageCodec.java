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
	 * The rate of an image.
	 * @param width in pixels, a multiple of the codec's ratio
	 * @param height in pixels, a multiple of the codec's ratio
	 */
	Rate rate(int width, int height);

	/**
	 * There and back.
	 * @param image with sides that are multiples of the codec's ratio
	 * @return an image of the same size
	 * @throws RuntimeException if the codec cannot do it, saying why
	 */
	RgbImage reconstruct(RgbImage image);

}
