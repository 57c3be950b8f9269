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
package dev.dcae.model;

/**
 * The cutting of an image that is too large for one piece into tiles that overlap. The
 * names are those of diffusers' {@code enable_tiling}; unlike there, a tile and a stride
 * that are no multiples of the ratio are refused, as they give images of the wrong size.
 *
 * @param ratio of the model
 * @param tile the side of a tile, in pixels
 * @param stride from one tile to the next, in pixels; neighbours overlap by the rest
 * @param threshold the pixels of an image above which it is tiled without being asked
 */
public record Tiling(int ratio, int tile, int stride, long threshold) {

	/**
	 * The threshold where none is configured: 2048² pixels.
	 */
	public static final long DEFAULT_THRESHOLD = 1 << 22;

	private static final int DEFAULT_TILE = 512;

	/**
	 * Checks the ranges.
	 * @throws IllegalArgumentException if tile or stride is not a positive multiple of
	 * the ratio, the stride is longer than a tile, or the threshold is not positive
	 */
	public Tiling {
		if (tile < 1 || tile % ratio != 0 || stride < 1 || stride % ratio != 0) {
			throw new IllegalArgumentException(
					"A tile of %d pixels with a stride of %d does not suit the model: both must be multiples of %d"
						.formatted(tile, stride, ratio));
		}
		if (stride > tile) {
			throw new IllegalArgumentException(
					"A stride of %d pixels leaves gaps between tiles of %d; it is at most as long as a tile"
						.formatted(stride, tile));
		}
		if (threshold < 1) {
			throw new IllegalArgumentException(
					"Images are tiled above %d pixels; the threshold is at least 1".formatted(threshold));
		}
	}

	/**
	 * Diffusers' tiles of 512 pixels with a stride of 448, or of the next multiple of the
	 * ratio below: 384 for 128.
	 */
	public static Tiling of(int ratio) {
		int tile = Math.ceilDiv(Math.max(DEFAULT_TILE, 2 * ratio), ratio) * ratio;
		return new Tiling(ratio, tile, tile / 8 * 7 / ratio * ratio, DEFAULT_THRESHOLD);
	}

	/**
	 * Another tile, overlapping its neighbours by as large a part of it, or a little
	 * more. In diffusers the stride would stay, and larger tiles would mean more work.
	 */
	public Tiling withTile(int tile) {
		long stride = (long) tile * this.stride / this.tile / this.ratio * this.ratio;
		return new Tiling(this.ratio, tile, (int) Math.max(this.ratio, stride), this.threshold);
	}

	/**
	 * The pixels by which neighbours overlap.
	 */
	public int overlap() {
		return this.tile - this.stride;
	}

}
