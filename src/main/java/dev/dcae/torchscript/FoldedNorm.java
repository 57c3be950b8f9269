package dev.dcae.torchscript;

import dev.dcae.model.Norm;

/**
 * A BatchNorm at inference: {@code (x - mean) / sqrt(var + eps) · w + b} is a factor and
 * an offset per channel, which the convolution before it takes over. Computed in double
 * precision.
 *
 * @param factors by channel
 * @param offsets by channel
 */
record FoldedNorm(float[] factors, float[] offsets) {

	static FoldedNorm of(Weights weights, String name) {
		float[] weight = weights.floats(name + ".weight");
		float[] bias = weights.floats(name + ".bias");
		float[] mean = weights.floats(name + ".running_mean");
		float[] variance = weights.floats(name + ".running_var");
		float[] factors = new float[weight.length];
		float[] offsets = new float[weight.length];
		for (int i = 0; i < weight.length; i++) {
			double factor = weight[i] / Math.sqrt(variance[i] + Norm.EPSILON);
			factors[i] = (float) factor;
			offsets[i] = (float) (bias[i] - mean[i] * factor);
		}
		return new FoldedNorm(factors, offsets);
	}

}
