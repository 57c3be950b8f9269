package dev.dcae.model;

/**
 * The ways in which a decoder doubles the sides of its feature map. Both have a 3×3
 * convolution.
 */
public enum Upsample {

	/**
	 * Convolution to four times the channels, then pixel shuffle.
	 */
	PIXEL_SHUFFLE,

	/**
	 * Nearest neighbour, then the convolution.
	 */
	INTERPOLATE

}
