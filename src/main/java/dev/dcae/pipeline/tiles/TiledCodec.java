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

import dev.dcae.image.rows.RowSink;
import dev.dcae.image.rows.RowSource;
import dev.dcae.model.Autoencoder;
import dev.dcae.model.Operation;
import dev.dcae.model.Tiling;
import dev.dcae.pipeline.Call;
import dev.dcae.pipeline.RequestException;
import dev.dcae.pipeline.RequestWork;
import dev.dcae.serving.Scheduler;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;

/**
 * Encodes and decodes images of any size in tiles, as diffusers does with tiling enabled.
 * Pixels pass by from top to bottom; as floats there is never more than a row of tiles.
 * Where a model's blocks look at the whole image, as attention does, the result is near
 * that of one piece, not equal to it.
 */
public final class TiledCodec {

	private final Scheduler scheduler;

	/**
	 * A codec over a running scheduler.
	 */
	public TiledCodec(Scheduler scheduler) {
		this.scheduler = scheduler;
	}

	/**
	 * Encodes an image.
	 * @param image with sides that are multiples of the model's ratio
	 * @return float32 [c, h, w]
	 * @throws RequestException.NonFiniteResult if the model's result is of no use
	 * @throws dev.dcae.serving.ServingException if the scheduler cannot take or finish it
	 * @throws java.io.UncheckedIOException if the image cannot be read
	 */
	public Tensor encode(Call call, Autoencoder model, Tiling tiling, RowSource image) {
		return encode(model, new TileGrid(tiling, image.width(), image.height()), Operation.ENCODE_IMAGE, image,
				new RequestWork(this.scheduler, call));
	}

	/**
	 * Decodes a latent.
	 * @param latent float32 [c, h, w]
	 * @param image gets the pixels
	 * @throws RequestException.NonFiniteResult if the model's result is of no use
	 * @throws dev.dcae.serving.ServingException if the scheduler cannot take or finish it
	 * @throws java.io.UncheckedIOException if the pixels cannot be written
	 */
	public void decode(Call call, Autoencoder model, Tiling tiling, Tensor latent, RowSink image) {
		Shape shape = latent.shape();
		int height = Math.toIntExact(shape.size(1) * tiling.ratio());
		int width = Math.toIntExact(shape.size(2) * tiling.ratio());
		decode(model, new TileGrid(tiling, width, height), latent, image, new RequestWork(this.scheduler, call));
	}

	public static Tensor encode(Autoencoder model, TileGrid grid, Operation operation, RowSource image,
			RequestWork work) {
		return encode(model, grid, operation, new TilesOfRows(image, grid), work);
	}

	public static void decode(Autoencoder model, TileGrid grid, Tensor latent, RowSink image, RequestWork work) {
		decode(model, grid, latent, new RowsOfTiles(grid, image), work);
	}

	/**
	 * Encodes an image.
	 * @param operation that takes what the source cuts
	 * @return float32 [c, h, w], or [2c, h, w] for moments, which are blended like
	 * latents
	 */
	public static Tensor encode(Autoencoder model, TileGrid grid, Operation operation, TileSource image,
			RequestWork work) {
		TileBlend blend = new TileBlend(grid.columns(), grid.tiling().overlap() / grid.tiling().ratio());
		TensorOfTiles latent = new TensorOfTiles(grid, grid.tiling().ratio());
		new TileRun(work, model, operation, grid, image).to((tile, patch) -> {
			blend.add(patch, tile.column());
			latent.put(tile, patch);
		});
		return latent.tensor();
	}

	/**
	 * Decodes a latent.
	 * @return float32 [3, H, W], about [-1, 1], not clamped
	 */
	public static Tensor decode(Autoencoder model, TileGrid grid, Tensor latent, RequestWork work) {
		TensorOfTiles image = new TensorOfTiles(grid, 1);
		decode(model, grid, latent, image, work);
		return image.tensor();
	}

	/**
	 * Decodes a latent.
	 * @param image gets float values of about [-1, 1], not clamped
	 */
	public static void decode(Autoencoder model, TileGrid grid, Tensor latent, TileSink image, RequestWork work) {
		TileBlend blend = new TileBlend(grid.columns(), grid.tiling().overlap());
		TileSource source = new TilesOfTensor(latent, grid.tiling().ratio());
		// In floats, not in pixels: tiles are blended before they are rounded.
		new TileRun(work, model, Operation.DECODE, grid, source).to((tile, patch) -> {
			blend.add(patch, tile.column());
			image.put(tile, patch);
		});
	}

}
