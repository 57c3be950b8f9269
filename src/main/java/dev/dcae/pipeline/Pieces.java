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
package dev.dcae.pipeline;

import java.util.function.Supplier;

import dev.dcae.model.Autoencoder;
import dev.dcae.model.Operation;
import dev.dcae.pipeline.tiles.TileGrid;
import dev.dcae.pipeline.tiles.TileRun;
import dev.dcae.serving.ServingException;

/**
 * The pieces in which an image goes through a model: one, tiles, or tiles if one does not
 * fit.
 */
enum Pieces {

	ONE, TILES, ONE_OR_TILES;

	/**
	 * Above so many elements of an activation kernels fail, or leave zeros.
	 */
	private static final long LARGEST_ACTIVATION = Integer.MAX_VALUE;

	static Pieces of(Autoencoder model, Operation operation, TileGrid grid, WhenToTile when) {
		if (!grid.splits()) {
			return ONE;
		}
		return switch (when) {
			case NEVER -> ONE;
			case ALWAYS -> TILES;
			case AUTO -> {
				long pixels = (long) grid.width() * grid.height();
				long fitting = LARGEST_ACTIVATION / model.config().peakElementsPerPixel(operation);
				yield (pixels > Math.min(fitting, model.tiling().threshold())) ? TILES : ONE_OR_TILES;
			}
		};
	}

	/**
	 * Runs it, in the memory of its call.
	 * @param work whose call has memory for tiles, if they are needed
	 */
	<T> T run(RequestWork work, TileGrid grid, Supplier<T> one, Supplier<T> tiles) {
		if (this != TILES) {
			try {
				return one.get();
			}
			catch (ServingException.TooLarge ex) {
				if (this == ONE) {
					throw ex;
				}
			}
		}
		work.tiled();
		try (MemoryBudget.Hold _ = work.call().memory().reserve(TileRun.bytes(grid))) {
			return tiles.get();
		}
	}

}
