package dev.dcae.pipeline;

import dev.dcae.tensor.Tensor;

/**
 * Cuts tiles out of an image or a latent.
 */
@FunctionalInterface
interface TileSource {

	/**
	 * What the model takes for a tile. Asked for each once, in reading order.
	 */
	Tensor cut(Tile tile);

}
