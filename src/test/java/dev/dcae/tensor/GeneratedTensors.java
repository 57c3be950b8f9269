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
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;

/**
 * Random tensors, names and texts.
 */
final class GeneratedTensors {

	static final List<DType> KNOWN = Arrays.stream(DType.values()).filter(DType::isKnown).toList();

	private static final String[] PIECES = { "encoder", ".", "weight", "0", " ", "\"", "\\", "/", "\n", "\t", "\u0001",
			"é", "漢", "𝕏", "\u2028", "__metadata__", "'", "{", "\u007f", "" };

	private final Random random;

	GeneratedTensors(Random random) {
		this.random = random;
	}

	/**
	 * Random bytes of rank 0 to 5, sizes 0 to 4.
	 */
	Tensor tensor(DType dtype) {
		Shape shape = new Shape(
				LongStream.generate(() -> this.random.nextInt(5)).limit(this.random.nextInt(6)).toArray());
		byte[] bytes = new byte[Math.toIntExact(Tensor.bytes(dtype, shape))];
		this.random.nextBytes(bytes);
		return new Tensor(dtype, shape, MemorySegment.ofArray(bytes));
	}

	DType dtype() {
		return KNOWN.get(this.random.nextInt(KNOWN.size()));
	}

	Map<String, Tensor> tensors() {
		Map<String, Tensor> tensors = new LinkedHashMap<>();
		for (int count = this.random.nextInt(6); count > 0; count--) {
			tensors.put(text() + count, tensor(dtype()));
		}
		return tensors;
	}

	Map<String, String> metadata() {
		Map<String, String> metadata = new LinkedHashMap<>();
		for (int count = this.random.nextInt(4); count > 0; count--) {
			metadata.put(text(), text());
		}
		return metadata;
	}

	private String text() {
		StringBuilder text = new StringBuilder();
		for (int count = this.random.nextInt(6); count > 0; count--) {
			text.append(PIECES[this.random.nextInt(PIECES.length)]);
		}
		return text.toString();
	}

}
