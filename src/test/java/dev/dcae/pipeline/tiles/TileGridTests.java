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

import java.util.List;
import java.util.stream.IntStream;

import dev.dcae.model.Tiling;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * The places of tiles.
 */
class TileGridTests {

	private static final Tiling TILING = new Tiling(8, 64, 48, 1);

	@Test
	void aTileBeginsAtEveryStrideAndEndsWithTheImage() {
		TileGrid grid = new TileGrid(TILING, 88, 120);
		assertThat(tiles(grid)).containsExactly(new Tile(0, 0, 0, 0, 64, 64), new Tile(0, 1, 48, 0, 40, 64),
				new Tile(1, 0, 0, 48, 64, 64), new Tile(1, 1, 48, 48, 40, 64), new Tile(2, 0, 0, 96, 64, 24),
				new Tile(2, 1, 48, 96, 40, 24));
	}

	@ParameterizedTest
	@CsvSource({ "64, 64, 1, 1", "8, 8, 1, 1", "64, 72, 2, 2", "72, 8, 2, 1", "96, 64, 2, 2", "104, 48, 3, 1",
			"8, 1000, 1, 21" })
	void anImageThatFitsATileIsOneAndOthersAreCutAlongBothSides(int width, int height, int columns, int rows) {
		TileGrid grid = new TileGrid(TILING, width, height);
		assertThat(grid.splits()).isEqualTo(columns * rows > 1);
		assertThat(grid.columns()).isEqualTo(columns);
		assertThat(grid.rows()).isEqualTo(rows);
	}

	@Test
	void aTileAtTheEdgeMayBeAsSmallAsACell() {
		List<Tile> tiles = tiles(new TileGrid(TILING, 104, 152));
		assertThat(tiles).last().isEqualTo(new Tile(3, 2, 96, 144, 8, 8));
	}

	@ParameterizedTest
	@CsvSource({ "65, 64", "64, 63", "0, 64", "64, -8" })
	void anImageThatTheModelCouldNotTakeHasNoTiles(int width, int height) {
		assertThatIllegalArgumentException().isThrownBy(() -> new TileGrid(TILING, width, height))
			.withMessageContaining("multiples of 8");
	}

	@Test
	void whatTilesOwnIsTheImage() {
		for (int width = 8; width <= 320; width += 8) {
			for (int stride = 8; stride <= 64; stride += 8) {
				TileGrid grid = new TileGrid(new Tiling(8, 64, stride, 1), width, 320 - width + 8);
				int[] owners = new int[grid.width() * grid.height()];
				for (Tile tile : tiles(grid)) {
					assertThat(grid.ownWidth(tile)).isBetween(8, tile.width());
					assertThat(grid.ownHeight(tile)).isBetween(8, tile.height());
					for (int y = tile.y(); y < tile.y() + grid.ownHeight(tile); y++) {
						for (int x = tile.x(); x < tile.x() + grid.ownWidth(tile); x++) {
							owners[y * width + x]++;
						}
					}
				}
				assertThat(owners).containsOnly(1);
			}
		}
	}

	private static List<Tile> tiles(TileGrid grid) {
		return IntStream.range(0, grid.count()).mapToObj(grid::tile).toList();
	}

}
