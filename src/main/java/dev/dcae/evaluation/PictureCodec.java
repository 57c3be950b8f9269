package dev.dcae.evaluation;

import dev.dcae.image.RgbImage;

/**
 * Holds a picture in fewer values and makes a picture of them again.
 */
public interface PictureCodec {

	/**
	 * What tables call it.
	 */
	String name();

	/**
	 * What a picture takes.
	 * @param width in pixels, a multiple of the codec's ratio
	 * @param height in pixels, a multiple of the codec's ratio
	 */
	Rate rate(int width, int height);

	/**
	 * There and back.
	 * @param picture with sides that are multiples of the codec's ratio
	 * @return a picture of the same size
	 * @throws RuntimeException if the codec cannot do it, saying why
	 */
	RgbImage reconstruct(RgbImage picture);

}
