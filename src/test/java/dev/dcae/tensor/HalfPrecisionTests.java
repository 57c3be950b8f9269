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
import java.util.Random;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * float16 and bfloat16, over every one of their 65,536 patterns.
 */
class HalfPrecisionTests {

	private static final int PATTERNS = 1 << 16;

	@ParameterizedTest
	@EnumSource(names = { "F16", "BF16" })
	void everyPatternHasTheValueOfItsDefinition(DType dtype) {
		float[] values = all(dtype).toFloats();
		for (int bits = 0; bits < PATTERNS; bits++) {
			double expected = SlowHalf.of(dtype).decode(bits);
			// compare, so that -0 is not 0 and NaN is NaN.
			assertThat(Double.compare(values[bits], expected)).as("%04x is %s", bits, expected).isZero();
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "F16", "BF16" })
	void everyPatternSurvivesFloatAndBackButForTheQuietBitOfNaN(DType dtype) {
		Tensor back = all(dtype).to(DType.F32).to(dtype);
		int infinity = SlowHalf.of(dtype).infinity();
		int quiet = 1 << (SlowHalf.of(dtype).mantissaBits() - 1);
		for (int bits = 0; bits < PATTERNS; bits++) {
			boolean nan = (bits & 0x7fff) > infinity;
			int mask = nan ? ~quiet : ~0;
			assertThat(bits(back, bits) & mask).as("%04x", bits).isEqualTo(bits & mask);
			assertThat((bits(back, bits) & 0x7fff) > infinity).as("%04x is NaN", bits).isEqualTo(nan);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "F16", "BF16" })
	void halfwayBetweenNeighboursRoundsToTheEvenOneUpToInfinity(DType dtype) {
		SlowHalf half = SlowHalf.of(dtype);
		int infinity = half.infinity();
		float[] ties = new float[infinity];
		float[] below = new float[infinity];
		float[] above = new float[infinity];
		for (int bits = 0; bits < infinity; bits++) {
			double low = half.decode(bits);
			double high = (bits + 1 < infinity) ? half.decode(bits + 1) : Math.scalb(1.0, half.bias() + 1);
			ties[bits] = (float) ((low + high) / 2);
			assertThat((double) ties[bits]).isEqualTo((low + high) / 2);
			below[bits] = Math.nextDown(ties[bits]);
			above[bits] = Math.nextUp(ties[bits]);
		}
		Tensor tied = rounded(dtype, ties);
		Tensor lower = rounded(dtype, below);
		Tensor upper = rounded(dtype, above);
		for (int bits = 0; bits < infinity; bits++) {
			assertThat(bits(tied, bits)).as("tie above %04x", bits).isEqualTo(bits + (bits & 1));
			assertThat(bits(lower, bits)).as("just under the tie above %04x", bits).isEqualTo(bits);
			assertThat(bits(upper, bits)).as("just over the tie above %04x", bits).isEqualTo(bits + 1);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "F16", "BF16" })
	void anyFloatRoundsAsTheSlowImplementationSays(DType dtype) {
		Random random = TestSeed.random(HalfPrecisionTests.class);
		float[] values = new float[1 << 20];
		for (int i = 0; i < values.length; i++) {
			// Every other from the range of float16, the rest from all of float32.
			values[i] = (i % 2 == 0) ? Float.intBitsToFloat(random.nextInt())
					: Math.scalb(random.nextFloat() * 2 - 1, random.nextInt(44) - 27);
		}
		Tensor rounded = rounded(dtype, values);
		int infinity = SlowHalf.of(dtype).infinity();
		for (int i = 0; i < values.length; i++) {
			boolean asExpected = Float.isNaN(values[i]) ? (bits(rounded, i) & 0x7fff) > infinity
					: bits(rounded, i) == SlowHalf.of(dtype).encode(values[i]);
			// No message is built for the million that are right.
			if (!asExpected) {
				assertThat(bits(rounded, i)).as("%s, seed %d", values[i], TestSeed.SEED)
					.isEqualTo(SlowHalf.of(dtype).encode(values[i]));
			}
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "F16", "BF16" })
	void notANumberStaysOneWithItsSignWhereverItsPayloadIs(DType dtype) {
		float[] values = new float[2 * 23];
		for (int bit = 0; bit < 23; bit++) {
			values[2 * bit] = Float.intBitsToFloat(0x7f800000 | (1 << bit));
			values[2 * bit + 1] = Float.intBitsToFloat(0xff800000 | (1 << bit));
		}
		Tensor rounded = rounded(dtype, values);
		for (int i = 0; i < values.length; i++) {
			assertThat(bits(rounded, i) & 0x7fff).isGreaterThan(SlowHalf.of(dtype).infinity());
			assertThat(bits(rounded, i) >> 15).isEqualTo(i % 2);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "F16", "BF16" })
	void theSlowImplementationAgreesWithItself(DType dtype) {
		SlowHalf half = SlowHalf.of(dtype);
		for (int bits = 0; bits < PATTERNS; bits++) {
			if ((bits & 0x7fff) <= half.infinity()) {
				assertThat(half.encode((float) half.decode(bits))).isEqualTo(bits);
			}
		}
	}

	private static Tensor all(DType dtype) {
		Tensor all = Tensor.zeros(dtype, new Shape(PATTERNS));
		for (int bits = 0; bits < PATTERNS; bits++) {
			all.data().set(Tensor.SHORT, 2L * bits, (short) bits);
		}
		return all;
	}

	private static Tensor rounded(DType dtype, float[] values) {
		return new Tensor(DType.F32, new Shape(values.length), MemorySegment.ofArray(values)).to(dtype);
	}

	private static int bits(Tensor tensor, int index) {
		return Short.toUnsignedInt(tensor.data().get(Tensor.SHORT, 2L * index));
	}

}
