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
