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

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Objects;

import dev.dcae.tensor.DType;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Puts a latent or an image of floats together from a model's tiles.
 */
final class TensorOfTiles implements TileSink {

	private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED
		.withOrder(ByteOrder.LITTLE_ENDIAN);

	private final TileGrid grid;

	private final int scale;

	private @Nullable Tensor tensor;

	/**
	 * Nothing yet.
	 * @param scale pixels of the image per element of the tensor's sides: the ratio for a
	 * latent
	 */
	TensorOfTiles(TileGrid grid, int scale) {
		this.grid = grid;
		this.scale = scale;
	}

	@Override
	public void put(Tile tile, Patch patch) {
		int width = this.grid.ownWidth(tile) / this.scale;
		int height = this.grid.ownHeight(tile) / this.scale;
		long rows = this.grid.height() / this.scale;
		long columns = this.grid.width() / this.scale;
		if (this.tensor == null) {
			this.tensor = Tensor.zeros(DType.F32, new Shape(patch.channels(), rows, columns));
		}
		MemorySegment to = this.tensor.data();
		for (int channel = 0; channel < patch.channels(); channel++) {
			for (int y = 0; y < height; y++) {
				long at = (channel * rows + tile.y() / this.scale + y) * columns + tile.x() / this.scale;
				MemorySegment.copy(patch.values(), patch.at(channel, y), to, FLOAT, 4 * at, width);
			}
		}
	}

	/**
	 * Float32 [channels, h, w], once all tiles were put.
	 */
	Tensor tensor() {
		return Objects.requireNonNull(this.tensor, "No tile");
	}

}
