package dev.dcae.model;

/**
 * The ways in which an encoder halves the sides of its feature map. Both have a 3×3
 * convolution.
 */
public enum Downsample {

	/**
	 * Convolution to a quarter of the channels, then pixel unshuffle.
	 */
	PIXEL_UNSHUFFLE,

	/**
	 * Convolution with stride 2.
	 */
	CONV

}
