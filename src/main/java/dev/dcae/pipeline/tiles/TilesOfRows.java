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

import java.io.IOException;
import java.io.UncheckedIOException;

import dev.dcae.image.rows.RowSource;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;

/**
 * Cuts tiles out of an image that is read from top to bottom: holds the rows of one row
 * of tiles.
 */
final class TilesOfRows implements TileSource {

	private final RowSource rows;

	private final int stride;

	private final byte[] band;

	private int top;

	private int read;

	/**
	 * Tiles of an image of the grid's size.
	 */
	TilesOfRows(RowSource rows, TileGrid grid) {
		this.rows = rows;
		this.stride = 3 * rows.width();
		this.band = new byte[Math.multiplyExact(this.stride, Math.min(grid.tiling().tile(), grid.height()))];
	}

	@Override
	public Tensor cut(Tile tile) {
		readTo(tile);
		byte[] pixels = new byte[3 * tile.width() * tile.height()];
		for (int y = 0; y < tile.height(); y++) {
			System.arraycopy(this.band, (tile.y() - this.top + y) * this.stride + 3 * tile.x(), pixels,
					3 * tile.width() * y, 3 * tile.width());
		}
		return Tensor.ofBytes(new Shape(tile.height(), tile.width(), 3), pixels);
	}

	private void readTo(Tile tile) {
		int bottom = tile.y() + tile.height();
		if (bottom <= this.read) {
			return;
		}
		int kept = this.read - tile.y();
		System.arraycopy(this.band, (tile.y() - this.top) * this.stride, this.band, 0, kept * this.stride);
		this.top = tile.y();
		try {
			this.rows.read(this.band, kept * this.stride, bottom - this.read);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.read = bottom;
	}

}
