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
package dev.dcae.torchscript;

import dev.dcae.tensor.DType;
import dev.dcae.tensor.Shape;

/**
 * A tensor of the archive. Its values are computed while it is written, one row after the
 * other, so that compiling a model of any size holds no more than a row.
 *
 * @param name what errors call it
 * @param dtype the type it is stored in
 * @param shape a convolution's {@code [out, in, k, k]} is stored channels-last:
 * {@code [out, k, k, in]} in memory
 * @param rows its values by the first dimension, in row-major order of the shape
 */
record Weight(String name, DType dtype, Shape shape, Rows rows) implements Value {

	/**
	 * The source of a weight's values.
	 */
	interface Rows {

		/**
		 * Fills one row.
		 * @param row the index in the first dimension
		 * @param into as long as the product of the other dimensions
		 */
		void read(int row, float[] into);

	}

	boolean channelsLast() {
		return this.shape.rank() == 4;
	}

	/**
	 * The strides in elements, as PyTorch counts them.
	 */
	long[] strides() {
		int rank = this.shape.rank();
		long[] strides = new long[rank];
		long stride = 1;
		for (int i = rank - 1; i >= 0; i--) {
			strides[i] = stride;
			stride *= this.shape.size(i);
		}
		if (channelsLast()) {
			long in = this.shape.size(1);
			long width = this.shape.size(3);
			return new long[] { strides[0], 1, width * in, in };
		}
		return strides;
	}

	int rowLength() {
		return Math.toIntExact(this.shape.tail().elements());
	}

}
