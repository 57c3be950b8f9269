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

import org.jspecify.annotations.Nullable;

/**
 * Makes the seams of tiles invisible, as diffusers' {@code tiled_encode} and
 * {@code tiled_decode} do: each is faded in over the one above and then over the one to
 * the left, which were blended before. Tiles come in reading order; the newest of each
 * column is held.
 */
final class TileBlend {

	private final int overlap;

	private final @Nullable Patch[] newest;

	/**
	 * Nothing yet.
	 * @param columns of tiles
	 * @param overlap of neighbours, in elements
	 */
	TileBlend(int columns, int overlap) {
		this.overlap = overlap;
		this.newest = new Patch[columns];
	}

	/**
	 * Blends the next tile, in place.
	 */
	void add(Patch patch, int column) {
		Patch above = this.newest[column];
		if (above != null) {
			patch.blendBelow(above, this.overlap);
		}
		Patch left = (column > 0) ? this.newest[column - 1] : null;
		if (left != null) {
			patch.blendRightOf(left, this.overlap);
		}
		this.newest[column] = patch;
	}

}
