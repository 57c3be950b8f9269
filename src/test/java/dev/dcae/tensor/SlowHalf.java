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

/**
 * A second, slow implementation of the 16-bit float types, in double arithmetic straight
 * from their definition.
 *
 * @param mantissaBits bits behind the point
 * @param bias what is added to an exponent to store it
 */
record SlowHalf(int mantissaBits, int bias) {

	static final SlowHalf F16 = new SlowHalf(10, 15);

	static final SlowHalf BF16 = new SlowHalf(7, 127);

	static SlowHalf of(DType dtype) {
		return (dtype == DType.F16) ? F16 : BF16;
	}

	/**
	 * The pattern of infinity.
	 */
	int infinity() {
		return (2 * this.bias + 1) << this.mantissaBits;
	}

	double decode(int bits) {
		double sign = ((bits & 0x8000) != 0) ? -1 : 1;
		int exponent = (bits & 0x7fff) >> this.mantissaBits;
		int mantissa = bits & ((1 << this.mantissaBits) - 1);
		if ((bits & 0x7fff) >= infinity()) {
			return (mantissa == 0) ? sign * Double.POSITIVE_INFINITY : Double.NaN;
		}
		if (exponent == 0) {
			return sign * Math.scalb((double) mantissa, 1 - this.bias - this.mantissaBits);
		}
		return sign
				* Math.scalb((double) mantissa + (1 << this.mantissaBits), exponent - this.bias - this.mantissaBits);
	}

	/**
	 * The nearest pattern, ties to even; not for NaN.
	 */
	int encode(float value) {
		int sign = (Math.copySign(1, value) < 0) ? 0x8000 : 0;
		double magnitude = Math.abs((double) value);
		if (magnitude == Double.POSITIVE_INFINITY) {
			return sign | infinity();
		}
		int exponent = Math.max(Math.getExponent(magnitude), 1 - this.bias);
		double steps = Math.rint(Math.scalb(magnitude, this.mantissaBits - exponent));
		double rounded = Math.scalb(steps, exponent - this.mantissaBits);
		if (rounded >= Math.scalb(1.0, this.bias + 1)) {
			return sign | infinity();
		}
		// Consecutive magnitudes have consecutive patterns, also where the exponent
		// carries.
		return sign + ((exponent - (1 - this.bias)) << this.mantissaBits) + (int) steps;
	}

}
