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
package dev.dcae.engine;

import java.util.Map;
import java.util.Objects;

import dev.dcae.engine.FeatureMap.Kernel;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import tools.jackson.databind.JsonNode;

/**
 * An autoencoder from its definition: plain loops in double precision. It reads the
 * config by itself and shares no code with the compiler that it checks.
 */
interface Definition {

	/**
	 * The definition of a config's class.
	 */
	static Definition of(JsonNode config, Map<String, Tensor> tensors) {
		return switch (config.get("_class_name").asString()) {
			case "AutoencoderKL", "AutoencoderKLFlux2" -> new NaiveKl(config, tensors);
			case "AutoencoderTiny" -> new NaiveTiny(config, tensors);
			case "AutoencoderDC" -> new NaiveDcAe(config, tensors);
			default -> throw new IllegalArgumentException(config.get("_class_name").asString());
		};
	}

	FeatureMap encode(FeatureMap image);

	FeatureMap decode(FeatureMap latent);

	/**
	 * A checkpoint's tensors as the loops want them.
	 */
	record Values(Map<String, Tensor> tensors) {

		double[] vector(String name) {
			float[] floats = tensor(name).toFloats();
			double[] values = new double[floats.length];
			for (int i = 0; i < floats.length; i++) {
				values[i] = floats[i];
			}
			return values;
		}

		/**
		 * The kernel of a convolution or, as one of a single pixel, of a linear layer.
		 */
		Kernel kernel(String name) {
			Shape shape = tensor(name + ".weight").shape();
			int size = (shape.rank() == 4) ? (int) shape.size(2) : 1;
			return new Kernel((int) shape.size(0), (int) shape.size(1), size, vector(name + ".weight"),
					has(name + ".bias") ? vector(name + ".bias") : null);
		}

		boolean has(String name) {
			return this.tensors.containsKey(name);
		}

		private Tensor tensor(String name) {
			return Objects.requireNonNull(this.tensors.get(name), name);
		}

	}

}
