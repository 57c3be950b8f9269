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
package dev.dcae.tensor;

import java.util.Arrays;

/**
 * The sizes of a tensor's dimensions, outermost first. A scalar has none.
 *
 * @param sizes each zero or more; their product fits a {@code long}
 */
public record Shape(long... sizes) {

	/**
	 * The most dimensions that a file may give a tensor: as many as NumPy and PyTorch
	 * handle.
	 */
	static final int MAX_RANK = 64;

	/**
	 * Checks and copies the sizes.
	 * @throws IllegalArgumentException if a size is negative or the product overflows
	 */
	public Shape {
		sizes = sizes.clone();
		long product = 1;
		for (long size : sizes) {
			if (size < 0) {
				throw new IllegalArgumentException("A dimension is negative: " + Arrays.toString(sizes));
			}
			if (size != 0 && product > Long.MAX_VALUE / size) {
				throw new IllegalArgumentException("The number of elements overflows: " + Arrays.toString(sizes));
			}
			product *= size;
		}
	}

	@Override
	public long[] sizes() {
		return this.sizes.clone();
	}

	public int rank() {
		return this.sizes.length;
	}

	public long size(int dimension) {
		return this.sizes[dimension];
	}

	/**
	 * The product of the sizes; 1 for a scalar.
	 */
	public long elements() {
		long product = 1;
		for (long size : this.sizes) {
			product *= size;
		}
		return product;
	}

	/**
	 * This shape with one more dimension in front.
	 */
	public Shape prepend(long size) {
		long[] longer = new long[this.sizes.length + 1];
		longer[0] = size;
		System.arraycopy(this.sizes, 0, longer, 1, this.sizes.length);
		return new Shape(longer);
	}

	/**
	 * This shape without its first dimension.
	 */
	public Shape tail() {
		return new Shape(Arrays.copyOfRange(this.sizes, 1, this.sizes.length));
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof Shape shape && Arrays.equals(this.sizes, shape.sizes);
	}

	@Override
	public int hashCode() {
		return Arrays.hashCode(this.sizes);
	}

	@Override
	public String toString() {
		return Arrays.toString(this.sizes);
	}

}
