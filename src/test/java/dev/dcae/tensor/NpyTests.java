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

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * The files come from NumPy itself: see {@code make_npy.py} beside them.
 */
class NpyTests {

	@ParameterizedTest
	@ValueSource(strings = { "f4", "f2", "version2", "version3" })
	void floatsOfNumPyAreReadInEveryVersion(String name) throws IOException {
		Tensor tensor = Npy.parse(fixture(name));
		assertThat(tensor.shape()).isEqualTo(new Shape(2, 3));
		assertThat(tensor.toFloats()).containsExactly(0, 0.25f, 0.5f, 0.75f, 1, 1.25f);
	}

	@Test
	void otherTypesOfNumPyAreRead() throws IOException {
		assertThat(Npy.parse(fixture("f8")).data().get(ValueLayout.JAVA_DOUBLE_UNALIGNED, 40)).isEqualTo(1.25);
		assertThat(Npy.parse(fixture("i8")).data().get(ValueLayout.JAVA_LONG_UNALIGNED, 0)).isEqualTo(-3);
		assertThat(Npy.parse(fixture("u1")).data().toArray(ValueLayout.JAVA_BYTE)).containsExactly(0, 1, 2, 3, 4, 5);
		Tensor bool = Npy.parse(fixture("b1"));
		assertThat(bool.dtype()).isEqualTo(DType.BOOL);
		assertThat(bool.data().toArray(ValueLayout.JAVA_BYTE)).containsExactly(1, 0, 1, 0, 1, 0);
	}

	@Test
	void scalarsVectorsAndEmptyArraysOfNumPyAreRead() throws IOException {
		assertThat(Npy.parse(fixture("scalar")).shape()).isEqualTo(new Shape());
		assertThat(Npy.parse(fixture("scalar")).toFloats()).containsExactly(1.25f);
		assertThat(Npy.parse(fixture("vector")).toFloats()).containsExactly(0.5f, -0.5f);
		assertThat(Npy.parse(fixture("empty")).shape()).isEqualTo(new Shape(0, 5));
	}

	@ParameterizedTest
	@ValueSource(strings = { "f4", "f2", "f8", "u1", "i8", "b1", "scalar", "vector", "empty", "full-block" })
	void filesAreWrittenAsNumPyWritesThemByteForByte(String name) throws IOException {
		byte[] bytes = fixture(name);
		assertThat(Npy.toBytes(Npy.parse(bytes))).isEqualTo(bytes);
	}

	@Test
	void anythingWrittenIsReadBack() {
		GeneratedTensors generated = new GeneratedTensors(TestSeed.random(NpyTests.class));
		for (int round = 0; round < 1000; round++) {
			DType dtype = generated.dtype();
			if (dtype == DType.BF16) {
				continue;
			}
			Tensor tensor = generated.tensor(dtype);
			Tensor read = Npy.parse(Npy.toBytes(tensor));
			String context = "round %d of seed %d".formatted(round, TestSeed.SEED);
			assertThat(read.dtype()).as(context).isEqualTo(dtype);
			assertThat(read.shape()).as(context).isEqualTo(tensor.shape());
			assertThat(read.data().mismatch(tensor.data())).as(context).isEqualTo(-1);
		}
	}

	@Test
	void dataBeginsAlignedWhateverTheHeader() {
		long[] sizes = {};
		for (int rank = 0; rank <= Shape.MAX_RANK; rank++) {
			byte[] bytes = Npy.toBytes(Tensor.zeros(DType.U8, new Shape(sizes)));
			assertThat((bytes.length - 1) % 64).isZero();
			assertThat(Npy.parse(bytes).shape().rank()).isEqualTo(rank);
			sizes = new Shape(sizes).prepend(1).sizes();
		}
	}

	@Test
	void nativeMemoryIsReadAndWritten() throws IOException {
		byte[] bytes = fixture("f4");
		try (Arena arena = Arena.ofConfined()) {
			MemorySegment memory = arena.allocate(bytes.length);
			memory.copyFrom(MemorySegment.ofArray(bytes));
			Tensor tensor = Npy.parse(memory);
			assertThat(tensor.data().isNative()).isTrue();
			assertThat(Npy.toBytes(tensor)).isEqualTo(bytes);
		}
	}

	@Test
	void whatNumPyCannotHoldIsNotWritten() {
		assertThatIllegalArgumentException().isThrownBy(() -> Npy.toBytes(Tensor.zeros(DType.BF16, new Shape(1))))
			.withMessageContaining("bfloat16");
		long[] sizes = new long[65];
		assertThatIllegalArgumentException().isThrownBy(() -> Npy.toBytes(Tensor.zeros(DType.U8, new Shape(sizes))))
			.withMessageContaining("65 dimensions");
	}

	static byte[] fixture(String name) throws IOException {
		try (InputStream file = Objects
			.requireNonNull(NpyTests.class.getResourceAsStream("/tensor/" + name + ".npy"))) {
			return file.readAllBytes();
		}
	}

}
