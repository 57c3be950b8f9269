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

import dev.dcae.tensor.Tensor;

/**
 * The output of a model for one tile.
 *
 * @param channels of an image or a latent
 * @param height in pixels or in cells
 * @param width in pixels or in cells
 * @param values [channels, height, width], row-major
 */
@SuppressWarnings("ArrayRecordComponent")
record Patch(int channels, int height, int width, float[] values) {

	/**
	 * The values of a float tensor {@code [channels, height, width]}.
	 */
	static Patch of(Tensor tensor) {
		return new Patch((int) tensor.shape().size(0), (int) tensor.shape().size(1), (int) tensor.shape().size(2),
				tensor.toFloats());
	}

	/**
	 * The index at which a row begins.
	 */
	int at(int channel, int y) {
		return (channel * this.height + y) * this.width;
	}

	/**
	 * Fades this patch in over the lower end of the one above.
	 * @param overlap the most rows that the two share
	 */
	void blendBelow(Patch above, int overlap) {
		int shared = Math.min(overlap, Math.min(above.height, this.height));
		for (int channel = 0; channel < this.channels; channel++) {
			for (int y = 0; y < shared; y++) {
				float share = (float) ((double) y / shared);
				float rest = (float) (1 - (double) y / shared);
				int to = at(channel, y);
				int from = above.at(channel, above.height - shared + y);
				for (int x = 0; x < this.width; x++) {
					this.values[to + x] = above.values[from + x] * rest + this.values[to + x] * share;
				}
			}
		}
	}

	/**
	 * Fades this patch in over the right end of the one to the left.
	 * @param overlap the most columns that the two share
	 */
	void blendRightOf(Patch left, int overlap) {
		int shared = Math.min(overlap, Math.min(left.width, this.width));
		for (int channel = 0; channel < this.channels; channel++) {
			for (int y = 0; y < this.height; y++) {
				int to = at(channel, y);
				int from = left.at(channel, y) + left.width - shared;
				for (int x = 0; x < shared; x++) {
					float share = (float) ((double) x / shared);
					float rest = (float) (1 - (double) x / shared);
					this.values[to + x] = left.values[from + x] * rest + this.values[to + x] * share;
				}
			}
		}
	}

}
