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
 * bfloat16: the upper half of a float32.
 */
public final class BFloat16 {

	private BFloat16() {
	}

	public static float toFloat(short bits) {
		return Float.intBitsToFloat(bits << 16);
	}

	/**
	 * Rounds to nearest, ties to even. A NaN stays a NaN, quiet, with its sign.
	 */
	public static short fromFloat(float value) {
		int bits = Float.floatToRawIntBits(value);
		if (Float.isNaN(value)) {
			return (short) ((bits >>> 16) | 0x40);
		}
		return (short) ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16);
	}

}
