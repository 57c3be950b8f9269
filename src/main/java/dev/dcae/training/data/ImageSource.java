package dev.dcae.training.data;

import java.util.random.RandomGenerator;

import dev.dcae.image.RgbImage;

/**
 * Makes images to train on. May be asked by several threads at once.
 */
@FunctionalInterface
public interface ImageSource {

	/**
	 * A square image that depends on the side and on the generator alone: generators in
	 * the same state give the same bytes.
	 * @param side in pixels, at least 1
	 * @param random makes every choice
	 */
	RgbImage patch(int side, RandomGenerator random);

}
