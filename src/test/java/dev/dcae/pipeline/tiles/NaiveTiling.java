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

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

import dev.dcae.model.Tiling;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;

/**
 * Diffusers' {@code tiled_encode} and {@code tiled_decode}, line by line: all tiles of
 * all rows at once, then the blending, then the cropping.
 */
final class NaiveTiling {

	private NaiveTiling() {
	}

	static Tensor encode(Tensor image, Tiling tiling, UnaryOperator<Tensor> model) {
		int ratio = tiling.ratio();
		return tiled(image, tiling.tile(), tiling.stride(), (tiling.tile() - tiling.stride()) / ratio,
				tiling.stride() / ratio, model);
	}

	static Tensor decode(Tensor latent, Tiling tiling, UnaryOperator<Tensor> model) {
		int ratio = tiling.ratio();
		return tiled(latent, tiling.tile() / ratio, tiling.stride() / ratio, tiling.tile() - tiling.stride(),
				tiling.stride(), model);
	}

	private static Tensor tiled(Tensor input, int tile, int stride, int blend, int limit, UnaryOperator<Tensor> model) {
		float[][][] x = array(input);
		if (x[0].length <= tile && x[0][0].length <= tile) {
			return model.apply(input);
		}
		List<List<float[][][]>> rows = new ArrayList<>();
		for (int i = 0; i < x[0].length; i += stride) {
			List<float[][][]> row = new ArrayList<>();
			for (int j = 0; j < x[0][0].length; j += stride) {
				row.add(array(model.apply(tensor(cut(x, i, i + tile, j, j + tile)))));
			}
			rows.add(row);
		}
		List<float[][][]> resultRows = new ArrayList<>();
		for (int i = 0; i < rows.size(); i++) {
			List<float[][][]> resultRow = new ArrayList<>();
			for (int j = 0; j < rows.get(i).size(); j++) {
				float[][][] one = rows.get(i).get(j);
				if (i > 0) {
					blendVertically(rows.get(i - 1).get(j), one, blend);
				}
				if (j > 0) {
					blendHorizontally(rows.get(i).get(j - 1), one, blend);
				}
				resultRow.add(cut(one, 0, limit, 0, limit));
			}
			resultRows.add(beside(resultRow));
		}
		return tensor(below(resultRows));
	}

	private static void blendVertically(float[][][] a, float[][][] b, int blend) {
		int extent = Math.min(Math.min(a[0].length, b[0].length), blend);
		for (int c = 0; c < b.length; c++) {
			for (int y = 0; y < extent; y++) {
				for (int x = 0; x < b[0][0].length; x++) {
					b[c][y][x] = (float) (a[c][a[0].length - extent + y][x] * (1 - (double) y / extent)
							+ b[c][y][x] * ((double) y / extent));
				}
			}
		}
	}

	private static void blendHorizontally(float[][][] a, float[][][] b, int blend) {
		int extent = Math.min(Math.min(a[0][0].length, b[0][0].length), blend);
		for (int c = 0; c < b.length; c++) {
			for (int y = 0; y < b[0].length; y++) {
				for (int x = 0; x < extent; x++) {
					b[c][y][x] = (float) (a[c][y][a[0][0].length - extent + x] * (1 - (double) x / extent)
							+ b[c][y][x] * ((double) x / extent));
				}
			}
		}
	}

	private static float[][][] cut(float[][][] x, int top, int bottom, int left, int right) {
		int height = Math.min(bottom, x[0].length) - top;
		int width = Math.min(right, x[0][0].length) - left;
		float[][][] cut = new float[x.length][height][];
		for (int c = 0; c < x.length; c++) {
			for (int y = 0; y < height; y++) {
				cut[c][y] = new float[width];
				System.arraycopy(x[c][top + y], left, cut[c][y], 0, width);
			}
		}
		return cut;
	}

	private static float[][][] beside(List<float[][][]> tiles) {
		int width = tiles.stream().mapToInt((tile) -> tile[0][0].length).sum();
		float[][][] all = new float[tiles.getFirst().length][tiles.getFirst()[0].length][width];
		int x = 0;
		for (float[][][] tile : tiles) {
			for (int c = 0; c < all.length; c++) {
				for (int y = 0; y < all[0].length; y++) {
					System.arraycopy(tile[c][y], 0, all[c][y], x, tile[c][y].length);
				}
			}
			x += tile[0][0].length;
		}
		return all;
	}

	private static float[][][] below(List<float[][][]> rows) {
		int height = rows.stream().mapToInt((row) -> row[0].length).sum();
		float[][][] all = new float[rows.getFirst().length][height][];
		int y = 0;
		for (float[][][] row : rows) {
			for (int c = 0; c < all.length; c++) {
				System.arraycopy(row[c], 0, all[c], y, row[c].length);
			}
			y += row[0].length;
		}
		return all;
	}

	private static float[][][] array(Tensor tensor) {
		float[][][] array = new float[(int) tensor.shape().size(0)][(int) tensor.shape().size(1)][(int) tensor.shape()
			.size(2)];
		float[] values = tensor.toFloats();
		int i = 0;
		for (float[][] channel : array) {
			for (float[] row : channel) {
				for (int x = 0; x < row.length; x++) {
					row[x] = values[i++];
				}
			}
		}
		return array;
	}

	private static Tensor tensor(float[][][] array) {
		float[] values = new float[array.length * array[0].length * array[0][0].length];
		int i = 0;
		for (float[][] channel : array) {
			for (float[] row : channel) {
				for (float value : row) {
					values[i++] = value;
				}
			}
		}
		return Tensor.of(new Shape(array.length, array[0].length, array[0][0].length), values);
	}

}
