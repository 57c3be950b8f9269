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

import dev.dcae.tensor.DType;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;

/**
 * Cuts tiles out of a tensor.
 *
 * @param tensor float32 [channels, height, width]
 * @param scale pixels of the image per element of the tensor's sides: the ratio for a
 * latent
 */
public record TilesOfTensor(Tensor tensor, int scale) implements TileSource {

	@Override
	public Tensor cut(Tile tile) {
		Shape shape = this.tensor.shape();
		long height = tile.height() / this.scale;
		long width = tile.width() / this.scale;
		Tensor cut = Tensor.zeros(DType.F32, new Shape(shape.size(0), height, width));
		for (long channel = 0; channel < shape.size(0); channel++) {
			for (long y = 0; y < height; y++) {
				long from = (channel * shape.size(1) + tile.y() / this.scale + y) * shape.size(2)
						+ tile.x() / this.scale;
				MemorySegment.copy(this.tensor.data(), 4 * from, cut.data(), 4 * (channel * height + y) * width,
						4 * width);
			}
		}
		return cut;
	}

}
