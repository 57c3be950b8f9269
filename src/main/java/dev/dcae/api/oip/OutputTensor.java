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
import java.util.Base64;
import java.util.List;
import java.util.Map;

import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import tools.jackson.core.JsonGenerator;

/**
 * The tensor of an answer.
 */
sealed interface OutputTensor {

	ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

	ValueLayout.OfInt LENGTH = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

	Shape shape();

	/**
	 * The parameters that are told with it, whatever form it has.
	 */
	Map<String, Object> parameters();

	/**
	 * Bytes in binary.
	 */
	long binarySize();

	/**
	 * Writes the elements in binary, into memory of exactly their size.
	 */
	void write(MemorySegment to);

	/**
	 * Writes the elements as the values of an array.
	 */
	void write(JsonGenerator json);

	/**
	 * FP32.
	 *
	 * @param items of one shape, without the batch
	 */
	record Floats(List<Tensor> items, Map<String, Object> parameters) implements OutputTensor {

		@Override
		public Shape shape() {
			return this.items.getFirst().shape().prepend(this.items.size());
		}

		@Override
		public long binarySize() {
			return this.items.size() * this.items.getFirst().data().byteSize();
		}

		@Override
		public void write(MemorySegment to) {
			long at = 0;
			for (Tensor item : this.items) {
				MemorySegment.copy(item.data(), 0, to, at, item.data().byteSize());
				at += item.data().byteSize();
			}
		}

		@Override
		public void write(JsonGenerator json) {
			for (Tensor item : this.items) {
				for (long i = 0; i < item.elements(); i++) {
					json.writeNumber(item.data().get(FLOAT, FLOAT.byteSize() * i));
				}
			}
		}

	}

	/**
	 * BYTES [1]: a file.
	 */
	@SuppressWarnings("ArrayRecordComponent")
	record File(byte[] content, Map<String, Object> parameters) implements OutputTensor {

		@Override
		public Shape shape() {
			return new Shape(1);
		}

		@Override
		public long binarySize() {
			return Integer.BYTES + (long) this.content.length;
		}

		@Override
		public void write(MemorySegment to) {
			to.set(LENGTH, 0, this.content.length);
			MemorySegment.copy(this.content, 0, to, ValueLayout.JAVA_BYTE, Integer.BYTES, this.content.length);
		}

		@Override
		public void write(JsonGenerator json) {
			json.writeString(Base64.getEncoder().encodeToString(this.content));
		}

	}

}
