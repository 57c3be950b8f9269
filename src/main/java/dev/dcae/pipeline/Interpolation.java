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

import dev.dcae.tensor.Tensor;

/**
 * Ways from one latent to another.
 */
public enum Interpolation {

	/**
	 * The straight line.
	 */
	LINEAR {
		@Override
		Tensor between(Tensor one, Tensor other, double alpha) {
			return mix(one, 1 - alpha, other, alpha);
		}
	},

	/**
	 * The arc around the origin, on which latents keep about their magnitude while those
	 * on the line shrink towards its middle:
	 * {@code sin((1-t)w)/sin(w) a + sin(tw)/sin(w) b} with the angle {@code w} between
	 * them, from Shoemake, "Animating Rotation with Quaternion Curves" (1985). Over all
	 * values as one vector, as diffusion pipelines do. Where the two have nearly the same
	 * or opposite directions, or one is zero, there is no arc to tell, and it is the
	 * line.
	 */
	SPHERICAL {
		@Override
		Tensor between(Tensor one, Tensor other, double alpha) {
			double cosine = cosine(one.toFloats(), other.toFloats());
			// Negated, so that no number is parallel, too.
			if (!(Math.abs(cosine) < PARALLEL)) {
				return LINEAR.between(one, other, alpha);
			}
			double angle = Math.acos(cosine);
			double whole = Math.sin(angle);
			return mix(one, Math.sin((1 - alpha) * angle) / whole, other, Math.sin(alpha * angle) / whole);
		}
	};

	/**
	 * The cosine from which on two directions count as one: 1.8 degrees. What diffusion
	 * pipelines use.
	 */
	private static final double PARALLEL = 0.9995;

	/**
	 * The latent at a part of the way.
	 * @param one float32, at alpha 0
	 * @param other float32 of the same shape, at alpha 1
	 * @param alpha from 0 to 1
	 */
	abstract Tensor between(Tensor one, Tensor other, double alpha);

	private static Tensor mix(Tensor one, double first, Tensor other, double second) {
		float[] a = one.toFloats();
		float[] b = other.toFloats();
		for (int i = 0; i < a.length; i++) {
			a[i] = (float) (first * a[i] + second * b[i]);
		}
		return Tensor.of(one.shape(), a);
	}

	private static double cosine(float[] a, float[] b) {
		double product = 0;
		double one = 0;
		double other = 0;
		for (int i = 0; i < a.length; i++) {
			product += (double) a[i] * b[i];
			one += (double) a[i] * a[i];
			other += (double) b[i] * b[i];
		}
		return product / Math.sqrt(one * other);
	}

}
