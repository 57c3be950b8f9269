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
package dev.dcae.pipeline;

import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;

/**
 * The distribution that a KL autoencoder's encoder finds for a latent: a Gaussian for
 * each of its values (Kingma and Welling 2014).
 *
 * @param moments float32 {@code [2c, h, w]}: the means, then the logarithms of the
 * variances
 */
record Posterior(Tensor moments) {

	/**
	 * The bounds at which diffusers' {@code DiagonalGaussianDistribution} clamps the
	 * logarithms.
	 */
	private static final double LEAST = -30;

	private static final double MOST = 20;

	/**
	 * One sample: mean + deviation · noise, value by value in row-major order. The
	 * {@link Noise} depends on the seed and the shape alone, not on the device, the batch
	 * or the release.
	 * @return float32 {@code [c, h, w]}
	 */
	Tensor sample(long seed) {
		Shape shape = this.moments.shape();
		float[] values = this.moments.toFloats();
		float[] sample = new float[values.length / 2];
		double[] noise = Noise.of(seed, sample.length);
		for (int i = 0; i < sample.length; i++) {
			double logVariance = Math.clamp(values[sample.length + i], LEAST, MOST);
			sample[i] = (float) (values[i] + StrictMath.exp(0.5 * logVariance) * noise[i]);
		}
		return Tensor.of(new Shape(shape.size(0) / 2, shape.size(1), shape.size(2)), sample);
	}

}
