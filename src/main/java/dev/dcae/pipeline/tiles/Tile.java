package dev.dcae.pipeline.tiles;

/**
 * A tile of an image.
 *
 * @param row of the grid
 * @param column of the grid
 * @param x of its left edge, in pixels
 * @param y of its upper edge, in pixels
 * @param width in pixels
 * @param height in pixels
 */
public record Tile(int row, int column, int x, int y, int width, int height) {
}
