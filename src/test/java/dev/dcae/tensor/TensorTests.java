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

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class TensorTests {

	private final Tensor counting = Tensor.of(new Shape(2, 3), 0, 1, 2, 3, 4, 5);

	@Test
	void valuesAreStoredLittleEndian() {
		byte[] bytes = Tensor.of(new Shape(1), 1).data().toArray(ValueLayout.JAVA_BYTE);
		assertThat(bytes).containsExactly(0, 0, 0x80, 0x3f);
	}

	@Test
	void memoryOfAnotherSizeIsRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new Tensor(DType.F16, new Shape(2, 3), MemorySegment.ofArray(new byte[13])))
			.withMessageContaining("12 bytes, not 13");
		assertThatIllegalArgumentException().isThrownBy(() -> Tensor.of(new Shape(2), 1, 2, 3));
		assertThatIllegalArgumentException().isThrownBy(() -> Tensor.ofBytes(new Shape(2), new byte[3]));
	}

	@Test
	void bytesThatOverflowAreRefused() {
		Shape shape = new Shape(1L << 60);
		assertThat(Tensor.bytes(DType.F32, shape)).isEqualTo(1L << 62);
		assertThatIllegalArgumentException().isThrownBy(() -> Tensor.bytes(DType.F64, shape))
			.withMessageContaining("too large");
	}

	@Test
	void elementOfTheFirstDimensionIsAView() {
		Tensor row = this.counting.get(1);
		assertThat(row.shape()).isEqualTo(new Shape(3));
		assertThat(row.toFloats()).containsExactly(3, 4, 5);
		row.data().set(Tensor.FLOAT, 0, 9);
		assertThat(this.counting.toFloats()).containsExactly(0, 1, 2, 9, 4, 5);
	}

	@ParameterizedTest
	@ValueSource(longs = { -1, 2, Long.MAX_VALUE, 1L << 61 })
	void elementThatIsNotThereIsRefused(long index) {
		assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> this.counting.get(index));
		assertThatExceptionOfType(IndexOutOfBoundsException.class)
			.isThrownBy(() -> Tensor.zeros(DType.U8, new Shape(2, 0)).get(index));
	}

	@Test
	void reshapeSharesMemoryAndKeepsTheCount() {
		Tensor column = this.counting.reshape(6, 1);
		assertThat(column.shape()).isEqualTo(new Shape(6, 1));
		column.data().set(Tensor.FLOAT, 0, 9);
		assertThat(this.counting.toFloats()[0]).isEqualTo(9);
		assertThatIllegalArgumentException().isThrownBy(() -> this.counting.reshape(5));
	}

	@Test
	void conversionToTheSameTypeIsTheTensorItself() {
		assertThat(this.counting.to(DType.F32)).isSameAs(this.counting);
	}

	@Test
	void smallIntegersSurviveEveryFloatType() {
		Tensor there = this.counting.to(DType.F16).to(DType.BF16);
		assertThat(there.dtype()).isEqualTo(DType.BF16);
		assertThat(there.data().byteSize()).isEqualTo(12);
		assertThat(there.toFloats()).containsExactly(0, 1, 2, 3, 4, 5);
	}

	@Test
	void typesThatAreNoFloatsAreNotConverted() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.counting.to(DType.U8)).withMessageContaining("U8");
		assertThatIllegalArgumentException().isThrownBy(() -> Tensor.zeros(DType.I32, new Shape(1)).to(DType.F32))
			.withMessageContaining("I32");
	}

	@Test
	void memoryNeedNotBeAligned() {
		try (Arena arena = Arena.ofConfined()) {
			for (MemorySegment memory : new MemorySegment[] { arena.allocate(25, 8),
					MemorySegment.ofArray(new byte[25]) }) {
				MemorySegment odd = memory.asSlice(1);
				MemorySegment.copy(this.counting.data(), 0, odd, 0, 24);
				Tensor tensor = new Tensor(DType.F32, new Shape(2, 3), odd);
				assertThat(tensor.toFloats()).containsExactly(0, 1, 2, 3, 4, 5);
				assertThat(tensor.to(DType.F16).toFloats()).containsExactly(0, 1, 2, 3, 4, 5);
			}
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "F32", "F16", "BF16" })
	void oneInfinityOrNaNAnywhereIsNotFinite(DType dtype) {
		for (float value : new float[] { Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.NaN, -Float.NaN }) {
			for (int at = 0; at < 67; at++) {
				float[] values = new float[67];
				Arrays.fill(values, -65504);
				values[(at + 1) % 67] = 65504;
				Tensor finite = Tensor.of(new Shape(67), values).to(dtype);
				assertThat(finite.isFinite()).isTrue();
				values[at] = value;
				assertThat(Tensor.of(new Shape(67), values).to(dtype).isFinite()).isFalse();
			}
		}
	}

	@Test
	void onlyFloatsAreFinite() {
		assertThatIllegalArgumentException().isThrownBy(() -> Tensor.zeros(DType.U8, new Shape(1)).isFinite());
	}

}
