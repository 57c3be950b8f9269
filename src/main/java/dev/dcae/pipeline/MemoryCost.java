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

import dev.dcae.model.Autoencoder;
import dev.dcae.model.AutoencoderConfig;
import dev.dcae.model.Operation;
import dev.dcae.pipeline.tiles.TileGrid;
import dev.dcae.pipeline.tiles.TileRun;
import dev.dcae.tensor.Shape;

/**
 * The heap that the steps of a call take, in bytes: upper bounds, which steps reserve for
 * themselves and fan-outs for their parts.
 */
public final class MemoryCost {

	private static final long RGB = 3;

	private static final long FLOATS = (long) AutoencoderConfig.IMAGE_CHANNELS * Float.BYTES;

	/**
	 * As the device made it, as it is scaled or rounded, as it is answered.
	 */
	private static final long COPIES_OF_A_LATENT = 3;

	private MemoryCost() {
	}

	/**
	 * Decoding an image file, beside the image, as most formats do: its reader's pixels,
	 * which may have alpha, and those of another orientation.
	 */
	public static long reading(long width, long height) {
		return 2 * RGB * width * height;
	}

	/**
	 * An image that is kept.
	 */
	public static long keeping(long width, long height) {
		return RGB * width * height;
	}

	/**
	 * A sheet of scaled-down images, and the images.
	 * @param cells of it
	 * @param side that none of them exceeds
	 */
	public static long sheet(long cells, long side, long width, long height) {
		return 2 * keeping(cells * Math.min(side * side, width * height), 1);
	}

	/**
	 * Encoding an image, which may have to be padded, cropped or resized first.
	 * @param geometry of the image and its latent
	 * @param drawn whether the latent is a sample of its distribution
	 */
	public static long encoding(Autoencoder model, Geometry geometry, WhenToTile tile, boolean drawn) {
		long pixels = pixels(model, geometry.latent());
		return RGB * pixels + latent(geometry.latent(), drawn)
				+ tiles(model, Operation.ENCODE_IMAGE, geometry.latent(), tile);
	}

	/**
	 * Decoding a latent: the image as the device made it, as it is cropped, and as a file
	 * or whatever else is answered, so that nothing is refused that was decoded.
	 * @param latent {@code [c, h, w]}
	 */
	public static long decoding(Autoencoder model, Shape latent, WhenToTile tile) {
		return 3 * RGB * pixels(model, latent) + latents(latent) + tiles(model, Operation.DECODE_IMAGE, latent, tile);
	}

	/**
	 * Encoding an image of floats that are there already.
	 * @param latent {@code [c, h, w]} that it becomes
	 */
	public static long encodingFloats(Autoencoder model, Shape latent) {
		return latents(latent) + tiles(model, Operation.ENCODE, latent, WhenToTile.AUTO);
	}

	/**
	 * Decoding a latent to floats: as the device made them, as they are changed, and as
	 * they are answered.
	 * @param latent {@code [c, h, w]}
	 */
	public static long decodingFloats(Autoencoder model, Shape latent, WhenToTile tile) {
		return floats(model, latent) + tiles(model, Operation.DECODE, latent, tile);
	}

	static long floats(Autoencoder model, Shape latent) {
		return 3 * FLOATS * pixels(model, latent) + latents(latent);
	}

	/**
	 * A latent as it is handled.
	 */
	public static long latents(Shape latent) {
		return COPIES_OF_A_LATENT * Float.BYTES * latent.elements();
	}

	/**
	 * A latent that is encoded. One that is drawn takes the moments as the device made
	 * them and as they are read, the noise, and the sample as it is drawn and as it is
	 * handled.
	 */
	static long latent(Shape latent, boolean drawn) {
		return drawn ? (6L * Float.BYTES + Double.BYTES) * latent.elements() : latents(latent);
	}

	private static long pixels(Autoencoder model, Shape latent) {
		long ratio = model.config().ratio();
		return latent.size(1) * ratio * latent.size(2) * ratio;
	}

	/**
	 * A row of tiles, where it is known before that they are needed.
	 */
	private static long tiles(Autoencoder model, Operation operation, Shape latent, WhenToTile tile) {
		int ratio = model.config().ratio();
		if (pixels(model, latent) > Integer.MAX_VALUE) {
			// Refused before it is tiled.
			return 0;
		}
		TileGrid grid = new TileGrid(model.tiling(), (int) latent.size(2) * ratio, (int) latent.size(1) * ratio);
		return (Pieces.of(model, operation, grid, tile) == Pieces.TILES) ? TileRun.bytes(grid) : 0;
	}

}
