/*
 * Copyright 2026 the dcae authors
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package dev.dcae.pipeline.tiles;

import dev.dcae.model.Tiling;

/**
 * The tiles of an image, as diffusers lays them: one begins at every multiple of the
 * stride within the image and ends with it at the latest, so that those at the right and
 * lower edge may be as small as the ratio. An image that fits one tile is one.
 *
 * @param tiling its rule
 * @param width of the image, in pixels, a multiple of the ratio
 * @param height of the image, in pixels, a multiple of the ratio
 */
public record TileGrid(Tiling tiling, int width, int height) {

	/**
	 * Checks the size.
	 * @throws IllegalArgumentException if a side is not a positive multiple of the ratio
	 */
	public TileGrid {
		int ratio = tiling.ratio();
		if (width < 1 || width % ratio != 0 || height < 1 || height % ratio != 0) {
			throw new IllegalArgumentException(
					"An image of %d × %d pixels has no tiles: its sides must be multiples of %d".formatted(width,
							height, ratio));
		}
	}

	/**
	 * Tells if the image is larger than a tile.
	 */
	public boolean splits() {
		return Math.max(this.width, this.height) > this.tiling.tile();
	}

	public int columns() {
		return splits() ? Math.ceilDiv(this.width, this.tiling.stride()) : 1;
	}

	public int rows() {
		return splits() ? Math.ceilDiv(this.height, this.tiling.stride()) : 1;
	}

	public int count() {
		return Math.multiplyExact(columns(), rows());
	}

	/**
	 * A tile by its place in reading order.
	 */
	Tile tile(int index) {
		int row = index / columns();
		int column = index % columns();
		int x = column * this.tiling.stride();
		int y = row * this.tiling.stride();
		int side = this.tiling.tile();
		return new Tile(row, column, x, y, Math.min(side, this.width - x), Math.min(side, this.height - y));
	}

	/**
	 * The part of a tile's width that is its own: its right neighbour has the rest.
	 */
	int ownWidth(Tile tile) {
		return (tile.column() + 1 < columns()) ? this.tiling.stride() : tile.width();
	}

	/**
	 * The part of a tile's height that is its own: its lower neighbour has the rest.
	 */
	int ownHeight(Tile tile) {
		return (tile.row() + 1 < rows()) ? this.tiling.stride() : tile.height();
	}

}
