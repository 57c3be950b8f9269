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

import dev.dcae.image.rows.RowSink;

/**
 * Makes rows of pixels of a decoder's tiles, and passes on those of each row of tiles as
 * soon as it is done.
 */
final class RowsOfTiles implements TileSink {

	private final TileGrid grid;

	private final RowSink rows;

	private final byte[] band;

	RowsOfTiles(TileGrid grid, RowSink rows) {
		this.grid = grid;
		this.rows = rows;
		int height = grid.ownHeight(grid.tile(0));
		this.band = new byte[Math.multiplyExact(3 * grid.width(), height)];
	}

	@Override
	public void put(Tile tile, Patch patch) {
		int width = this.grid.ownWidth(tile);
		int height = this.grid.ownHeight(tile);
		for (int channel = 0; channel < 3; channel++) {
			for (int y = 0; y < height; y++) {
				int from = patch.at(channel, y);
				int to = 3 * (y * this.grid.width() + tile.x()) + channel;
				for (int x = 0; x < width; x++) {
					this.band[to + 3 * x] = level(patch.values()[from + x]);
				}
			}
		}
		if (tile.column() + 1 == this.grid.columns()) {
			try {
				this.rows.write(this.band, height);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
	}

	/**
	 * The level that {@code decode_image} makes of a value of about [-1, 1].
	 */
	private static byte level(float value) {
		return (byte) (int) Math.rint(Math.clamp(value / 2 + 0.5f, 0f, 1f) * 255f);
	}

}
