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
