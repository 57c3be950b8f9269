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

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Objects;

/**
 * A dense row-major tensor over little-endian memory: heap, native or mapped. The memory
 * is shared, not copied, and its owner decides how long it lives.
 *
 * @param dtype the type of its elements
 * @param shape its sizes, outermost first
 * @param data exactly as many bytes as {@link #bytes} says, not necessarily aligned
 */
public record Tensor(DType dtype, Shape shape, MemorySegment data) {

	/**
	 * The longest array that every JVM can make.
	 */
	public static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

	static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

	private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

	static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

	/**
	 * Checks that the memory has the size of the shape.
	 * @throws IllegalArgumentException if it has not
	 */
	public Tensor {
		long expected = bytes(dtype, shape);
		if (data.byteSize() != expected) {
			throw new IllegalArgumentException(
					"A %s tensor of shape %s has %d bytes, not %d".formatted(dtype, shape, expected, data.byteSize()));
		}
	}

	/**
	 * The bytes of a tensor.
	 * @throws IllegalArgumentException if they overflow a {@code long}, or the last
	 * element ends within one
	 */
	public static long bytes(DType dtype, Shape shape) {
		if (shape.elements() % dtype.elements() != 0) {
			throw new IllegalArgumentException("A %s tensor of shape %s ends within a byte".formatted(dtype, shape));
		}
		try {
			return Math.multiplyExact(shape.elements() / dtype.elements(), dtype.bytes());
		}
		catch (ArithmeticException ex) {
			throw new IllegalArgumentException("A %s tensor of shape %s is too large".formatted(dtype, shape), ex);
		}
	}

	/**
	 * A zeroed tensor on the heap.
	 */
	public static Tensor zeros(DType dtype, Shape shape) {
		return new Tensor(dtype, shape, MemorySegment.ofArray(new byte[Math.toIntExact(bytes(dtype, shape))]));
	}

	/**
	 * A float32 tensor on the heap with a copy of the values.
	 */
	public static Tensor of(Shape shape, float... values) {
		if (values.length != shape.elements()) {
			throw new IllegalArgumentException("%d values for shape %s".formatted(values.length, shape));
		}
		Tensor tensor = zeros(DType.F32, shape);
		tensor.copyFrom(values);
		return tensor;
	}

	/**
	 * A uint8 tensor over the array itself.
	 */
	public static Tensor ofBytes(Shape shape, byte[] values) {
		return new Tensor(DType.U8, shape, MemorySegment.ofArray(values));
	}

	/**
	 * A tensor of eight bytes an element, int64 or the bits of float64, with a copy of
	 * them.
	 */
	public static Tensor ofLongs(DType dtype, Shape shape, long... values) {
		Tensor tensor = zeros(dtype, shape);
		ValueLayout.OfLong layout = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
		for (int i = 0; i < values.length; i++) {
			tensor.data.set(layout, (long) i * Long.BYTES, values[i]);
		}
		return tensor;
	}

	/**
	 * The tensors of a batch, {@code [n, …]}, one after the other.
	 * @param items of one type and shape, at least one
	 * @throws IllegalArgumentException if they differ
	 */
	public static Tensor stack(List<Tensor> items) {
		Tensor first = items.getFirst();
		Tensor stacked = zeros(first.dtype, first.shape.prepend(items.size()));
		long at = 0;
		for (Tensor item : items) {
			if (!item.type().equals(first.type())) {
				throw new IllegalArgumentException(
						"A batch cannot hold both %s and %s".formatted(first.type(), item.type()));
			}
			MemorySegment.copy(item.data, 0, stacked.data, at, item.data.byteSize());
			at += item.data.byteSize();
		}
		return stacked;
	}

	public TensorType type() {
		return new TensorType(this.dtype, this.shape);
	}

	public long elements() {
		return this.shape.elements();
	}

	/**
	 * The elements as floats, in row-major order.
	 * @throws IllegalArgumentException if this is not a float tensor
	 */
	public float[] toFloats() {
		float[] values = new float[Math.toIntExact(elements())];
		copyTo(values);
		return values;
	}

	/**
	 * Writes the elements as floats, in row-major order, into an array of exactly their
	 * number.
	 * @throws IllegalArgumentException if this is not a float tensor or the array has
	 * another length
	 */
	public void copyTo(float[] values) {
		int count = values.length;
		if (count != elements()) {
			throw new IllegalArgumentException("%d floats for shape %s".formatted(count, this.shape));
		}
		switch (this.dtype) {
			case F32 -> MemorySegment.copy(this.data, FLOAT, 0, values, 0, count);
			case F16 -> {
				for (int i = 0; i < count; i++) {
					values[i] = Float.float16ToFloat(this.data.get(SHORT, 2L * i));
				}
			}
			case BF16 -> {
				for (int i = 0; i < count; i++) {
					values[i] = BFloat16.toFloat(this.data.get(SHORT, 2L * i));
				}
			}
			default -> throw new IllegalArgumentException("Not a float tensor: " + this.dtype);
		}
	}

	/**
	 * Takes over the values of an array of exactly as many, in row-major order, rounded
	 * to nearest, ties to even.
	 * @throws IllegalArgumentException if this is not a float tensor or the array has
	 * another length
	 */
	public void copyFrom(float[] values) {
		int count = values.length;
		if (count != elements()) {
			throw new IllegalArgumentException("%d floats for shape %s".formatted(count, this.shape));
		}
		switch (this.dtype) {
			case F32 -> MemorySegment.copy(values, 0, this.data, FLOAT, 0, count);
			case F16 -> {
				for (int i = 0; i < count; i++) {
					this.data.set(SHORT, 2L * i, Float.floatToFloat16(values[i]));
				}
			}
			case BF16 -> {
				for (int i = 0; i < count; i++) {
					this.data.set(SHORT, 2L * i, BFloat16.fromFloat(values[i]));
				}
			}
			default -> throw new IllegalArgumentException("Not a float tensor: " + this.dtype);
		}
	}

	/**
	 * This tensor in another float type, rounded to nearest, ties to even. Itself if it
	 * already has the type.
	 * @throws IllegalArgumentException if either type is not a float type
	 */
	public Tensor to(DType target) {
		if (target == this.dtype) {
			return this;
		}
		float[] values = toFloats();
		Tensor converted = zeros(target, this.shape);
		converted.copyFrom(values);
		return converted;
	}

	/**
	 * The same memory under another shape with as many elements.
	 */
	public Tensor reshape(long... sizes) {
		return new Tensor(this.dtype, new Shape(sizes), this.data);
	}

	/**
	 * Element {@code index} of the first dimension: a view without that dimension.
	 * @throws IndexOutOfBoundsException if there is no such element
	 */
	public Tensor get(long index) {
		Objects.checkIndex(index, this.shape.size(0));
		Shape tail = this.shape.tail();
		long bytes = bytes(this.dtype, tail);
		return new Tensor(this.dtype, tail, this.data.asSlice(index * bytes, bytes));
	}

	/**
	 * The first elements of the first dimension: a view.
	 * @throws IndexOutOfBoundsException if there are fewer
	 */
	public Tensor first(long count) {
		Objects.checkFromIndexSize(0, count, this.shape.size(0));
		Shape part = this.shape.tail().prepend(count);
		return new Tensor(this.dtype, part, this.data.asSlice(0, bytes(this.dtype, part)));
	}

	/**
	 * The product with a factor, as float32.
	 * @throws IllegalArgumentException if this is not a float tensor
	 */
	public Tensor times(double factor) {
		float[] values = toFloats();
		for (int i = 0; i < values.length; i++) {
			values[i] = (float) (values[i] * factor);
		}
		return of(this.shape, values);
	}

	/**
	 * Tells a tensor of which no element is infinite or not a number.
	 * @throws IllegalArgumentException if this is not a float tensor
	 */
	public boolean isFinite() {
		return switch (this.dtype) {
			case F32 -> largestOfInts() < 0x7f800000;
			case F16 -> largestOfShorts() < 0x7c00;
			case BF16 -> largestOfShorts() < 0x7f80;
			default -> throw new IllegalArgumentException("Not a float tensor: " + this.dtype);
		};
	}

	/**
	 * The largest magnitude by its bits, which are in the order of the numbers. Infinity
	 * and NaN come last.
	 */
	private int largestOfInts() {
		int count = Math.toIntExact(elements());
		int largest = 0;
		for (int i = 0; i < count; i++) {
			largest = Math.max(largest, this.data.get(INT, 4L * i) & 0x7fffffff);
		}
		return largest;
	}

	private int largestOfShorts() {
		int count = Math.toIntExact(elements());
		int largest = 0;
		for (int i = 0; i < count; i++) {
			largest = Math.max(largest, this.data.get(SHORT, 2L * i) & 0x7fff);
		}
		return largest;
	}

	/**
	 * The bytes of the elements: the array under this tensor where it is exactly that,
	 * else a copy.
	 */
	public byte[] toBytes() {
		return (this.data.heapBase().orElse(null) instanceof byte[] array && array.length == this.data.byteSize())
				? array : this.data.toArray(ValueLayout.JAVA_BYTE);
	}

}
