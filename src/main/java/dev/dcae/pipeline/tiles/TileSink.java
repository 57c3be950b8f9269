package dev.dcae.pipeline.tiles;

/**
 * Puts tiles together.
 */
@FunctionalInterface
interface TileSink {

	/**
	 * Takes a blended tile. Given each once, in reading order.
	 * @param patch of which the upper left part is the tile's own
	 */
	void put(Tile tile, Patch patch);

}
