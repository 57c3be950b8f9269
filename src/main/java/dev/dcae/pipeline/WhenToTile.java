package dev.dcae.pipeline;

/**
 * The condition on which an image goes through a model in tiles.
 */
public enum WhenToTile {

	/**
	 * If it is larger than the model's threshold, or than kernels can index, or turns out
	 * not to fit into the device's memory.
	 */
	AUTO,

	/**
	 * Wherever it is larger than a tile.
	 */
	ALWAYS,

	/**
	 * In one piece or not at all.
	 */
	NEVER

}
