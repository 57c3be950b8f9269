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
package dev.dcae.evaluation;

import java.util.ArrayList;
import java.util.List;

import dev.dcae.image.RgbImage;
import org.ejml.data.DMatrixRMaj;

/**
 * A codec that holds each block of {@code ratio × ratio} pixels as {@code channels}
 * coefficients of the principal components of blocks: the best linear codec, in the mean
 * square, of an autoencoder's shape, for images like those it was fitted to. Coefficients
 * are not rounded.
 */
public final class BlockPcaCodec implements ImageCodec {

	/**
	 * The largest block that is fitted: 32 × 32 × 3. A ratio of 64 would need many times
	 * the blocks, each four times as long.
	 */
	private static final int LARGEST_RATIO = 32;

	private static final int SAMPLES = 16_384;

	private static final long SEED = 1;

	private final int ratio;

	private final PrincipalComponents components;

	private BlockPcaCodec(int ratio, PrincipalComponents components) {
		this.ratio = ratio;
		this.components = components;
	}

	/**
	 * Tells whether blocks of a ratio are small enough to fit one.
	 */
	public static boolean fits(int ratio) {
		return ratio <= LARGEST_RATIO;
	}

	/**
	 * Fits to the images of a folder.
	 * @param grid the side of a block, and its number of coefficients
	 * @throws IllegalArgumentException if the ratio is too large
	 * @throws EvaluationException if no image is as large as a block, or one cannot be
	 * read
	 */
	public static BlockPcaCodec fit(ImageFolder folder, LatentGrid grid) {
		if (!fits(grid.ratio())) {
			throw new IllegalArgumentException("The blocks of %s are too large".formatted(grid));
		}
		BlockSamples samples = BlockSamples.of(folder, grid.ratio(), SAMPLES, SEED);
		return new BlockPcaCodec(grid.ratio(), PrincipalComponents.fit(samples, grid.channels(), SEED));
	}

	/**
	 * This codec with the first of its coefficients.
	 */
	public BlockPcaCodec first(int channels) {
		return new BlockPcaCodec(this.ratio, this.components.first(channels));
	}

	@Override
	public String name() {
		return "block-PCA " + new LatentGrid(this.ratio, channels());
	}

	private int channels() {
		return this.components.basis().numCols;
	}

	@Override
	public Coded code(RgbImage image) {
		LatentGrid grid = new LatentGrid(this.ratio, channels());
		return Coded.of(() -> encode(image), (rows) -> decode(rows, image.width(), image.height()),
				(_) -> grid.rate(image.width(), image.height()));
	}

	/**
	 * The coefficients of each row of blocks.
	 */
	private List<DMatrixRMaj> encode(RgbImage image) {
		List<DMatrixRMaj> rows = new ArrayList<>();
		for (int y = 0; y < image.height(); y += this.ratio) {
			byte[][] blocks = new byte[image.width() / this.ratio][];
			for (int i = 0; i < blocks.length; i++) {
				blocks[i] = image.crop(i * this.ratio, y, this.ratio, this.ratio).pixels();
			}
			rows.add(this.components.coefficients(blocks));
		}
		return rows;
	}

	private RgbImage decode(List<DMatrixRMaj> rows, int width, int height) {
		byte[] pixels = new byte[3 * width * height];
		int y = 0;
		for (DMatrixRMaj row : rows) {
			DMatrixRMaj blocks = this.components.blocks(row);
			for (int i = 0; i < blocks.numRows; i++) {
				place(blocks, i, pixels, 3 * (y * width + i * this.ratio), 3 * width);
			}
			y += this.ratio;
		}
		return new RgbImage(width, height, pixels);
	}

	private void place(DMatrixRMaj projected, int block, byte[] pixels, int from, int stride) {
		int length = 3 * this.ratio;
		for (int y = 0; y < this.ratio; y++) {
			for (int i = 0; i < length; i++) {
				double level = projected.data[block * projected.numCols + y * length + i];
				pixels[from + y * stride + i] = (byte) Math.clamp(Math.round(level), 0, 255);
			}
		}
	}

}
