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
package dev.dcae.training;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

import dev.dcae.model.AutoencoderConfig;
import dev.dcae.tensor.DType;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;

/**
 * Random weights at sensible scales: what training from scratch starts from. The same
 * config and seed give the same weights everywhere.
 */
final class FreshCheckpoint {

	/**
	 * The weight of a norm at the end of a residual branch: the network starts near the
	 * linear map of its shortcuts.
	 */
	private static final float RESIDUAL = 0.25f;

	private FreshCheckpoint() {
	}

	/**
	 * Every tensor of a config.
	 */
	static Map<String, Tensor> of(AutoencoderConfig config, long seed) {
		return tensors(config, values(config, seed));
	}

	/**
	 * The values of every tensor of floats, by name.
	 */
	static Map<String, float[]> values(AutoencoderConfig config, long seed) {
		Random random = new Random(seed);
		Map<String, float[]> values = new LinkedHashMap<>();
		config.weights().forEach((name, shape) -> {
			if (shape.rank() > 0) {
				values.put(name, initial(name, shape, random));
			}
		});
		return values;
	}

	/**
	 * Values in the shapes of a config, with the counters that some norms keep.
	 */
	static Map<String, Tensor> tensors(AutoencoderConfig config, Map<String, float[]> values) {
		Map<String, Tensor> tensors = new LinkedHashMap<>();
		config.weights().forEach((name, shape) -> {
			float[] found = values.get(name);
			tensors.put(name, (found != null) ? Tensor.of(shape, found) : Tensor.zeros(DType.I64, shape));
		});
		return tensors;
	}

	private static float[] initial(String name, Shape shape, Random random) {
		float[] values = new float[Math.toIntExact(shape.elements())];
		if (shape.rank() == 1) {
			Arrays.fill(values, vector(name));
		}
		else {
			// He et al. 2015 with a gain of 1: the variance of a convolution's output is
			// that of its input.
			double deviation = 1 / Math.sqrt(shape.tail().elements());
			for (int i = 0; i < values.length; i++) {
				values[i] = (float) (random.nextGaussian() * deviation);
			}
		}
		return values;
	}

	private static float vector(String name) {
		if (name.endsWith("running_var") || name.equals("decoder.norm_out.weight")) {
			return 1;
		}
		return endsResidual(name) ? RESIDUAL : 0;
	}

	/**
	 * Tells the weight of the norm at the end of a residual branch.
	 */
	static boolean endsResidual(String name) {
		return (name.endsWith("norm.weight") || name.endsWith("norm_out.weight"))
				&& !name.equals("decoder.norm_out.weight");
	}

}
