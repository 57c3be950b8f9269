package dev.dcae.pipeline.tiles;

import dev.dcae.tensor.Tensor;

/**
 * Cuts tiles out of an image or a latent.
 */
@FunctionalInterface
public interface TileSource {

	/**
	 * The input of the model for a tile. Asked for each once, in reading order.
	 */
	Tensor cut(Tile tile);

}
