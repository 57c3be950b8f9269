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
package dev.dcae.api.oip;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

import dev.dcae.api.problem.ProblemException;
import dev.dcae.api.problem.ProblemType;
import dev.dcae.pipeline.MemoryBudget;
import dev.dcae.tensor.DType;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;

/**
 * The tensor of a request, which has as many elements as its shape says.
 */
record InputTensor(String name, DataType datatype, Shape shape, Content content) {

	private static final ValueLayout.OfInt LENGTH = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

	/**
	 * The forms in which elements come.
	 */
	sealed interface Content {

		/**
		 * After the JSON: little-endian, row-major.
		 */
		record Binary(MemorySegment bytes) implements Content {
		}

		/**
		 * Within the JSON.
		 */
		record Json(JsonData data) implements Content {
		}

		/**
		 * As the whole body: the one element of a tensor of BYTES, without its length.
		 */
		record Raw(MemorySegment bytes) implements Content {
		}

	}

	/**
	 * The elements as float32.
	 * @throws ProblemException if they are none
	 */
	Tensor floats(MemoryBudget memory) {
		Optional<DType> dtype = this.datatype.floats();
		if (dtype.isEmpty()) {
			throw new ProblemException(ProblemType.BAD_TENSOR,
					"The input %s is %s; it is FP32, or, in binary, FP16 or BF16".formatted(this.name, this.datatype));
		}
		return switch (this.content) {
			case Content.Binary(MemorySegment bytes) -> {
				if (dtype.get() != DType.F32) {
					memory.reserve(2 * Tensor.bytes(DType.F32, this.shape));
				}
				yield new Tensor(dtype.get(), this.shape, bytes).to(DType.F32);
			}
			case Content.Json(JsonData data) when data.isNumbers() -> data.tensor(this.shape);
			default -> throw new ProblemException(ProblemType.BAD_TENSOR,
					"The input %s has elements that are no numbers".formatted(this.name));
		};
	}

	/**
	 * The only element, a file, in a shape of one element and one or two sizes: codecs of
	 * clients put lists of files into rows.
	 * @throws ProblemException if there is another number of them, or it is none
	 */
	byte[] file() {
		if (this.datatype != DataType.BYTES || this.shape.elements() != 1 || this.shape.rank() < 1
				|| this.shape.rank() > 2) {
			throw new ProblemException(ProblemType.BAD_TENSOR,
					"The input %s is %s of the shape %s; it is BYTES [1], one file: /v1/encode takes many, as a form"
						.formatted(this.name, this.datatype, this.shape));
		}
		return switch (this.content) {
			case Content.Raw(MemorySegment bytes) -> bytes.toArray(ValueLayout.JAVA_BYTE);
			case Content.Binary(MemorySegment bytes) -> element(bytes);
			case Content.Json(JsonData data) -> decoded(data);
		};
	}

	private byte[] element(MemorySegment bytes) {
		long length = bytes.byteSize() - Integer.BYTES;
		if (length < 0 || Integer.toUnsignedLong(bytes.get(LENGTH, 0)) != length) {
			throw new ProblemException(ProblemType.BAD_TENSOR,
					"The input %s is one element: four bytes with its length, little-endian, and as many bytes"
						.formatted(this.name));
		}
		return bytes.asSlice(Integer.BYTES).toArray(ValueLayout.JAVA_BYTE);
	}

	private byte[] decoded(JsonData data) {
		byte[] file = data.onlyFile();
		if (file != null) {
			return file;
		}
		throw new ProblemException(ProblemType.BAD_TENSOR,
				"The input %s is no base64; JSON has no other form for a file".formatted(this.name));
	}

	/**
	 * Checks that there are as many sizes as a model takes, and no empty one. Their
	 * values are the model's matter.
	 * @throws ProblemException if it is not so
	 */
	void requireShape(TensorSpec spec) {
		long[] sizes = this.shape.sizes();
		if (sizes.length != spec.shape().size() || Arrays.stream(sizes).anyMatch((size) -> size < 1)) {
			throw new ProblemException(ProblemType.BAD_TENSOR,
					"The input %s has the shape %s; it is %s, -1 for any size".formatted(this.name, this.shape,
							spec.shape()));
		}
	}

}
