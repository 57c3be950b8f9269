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
package dev.dcae.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.dcae.engine.Fixture;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import tools.jackson.databind.json.JsonMapper;

/**
 * Latents to send.
 */
public final class Latents {

	private Latents() {
	}

	/**
	 * The latent that a fixture's encoder made of its first image: {@code [1, c, 8, 6]}.
	 */
	public static Tensor golden(String fixture) {
		try {
			Tensor first = Fixture.of(fixture).items("latent").getFirst();
			return first.reshape(first.shape().prepend(1).sizes());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * A float32 latent, each of its elements the same.
	 */
	public static Tensor filled(float value, long... sizes) {
		Shape shape = new Shape(sizes);
		float[] values = new float[(int) shape.elements()];
		Arrays.fill(values, value);
		return Tensor.of(shape, values);
	}

	/**
	 * The fields of a latent's JSON, to be changed.
	 */
	public static Map<String, Object> fields(Tensor latent) {
		Map<String, Object> fields = new LinkedHashMap<>();
		fields.put("shape", latent.shape().sizes());
		fields.put("dtype", latent.dtype().torchName());
		fields.put("data", latent.toBytes());
		return fields;
	}

	/**
	 * A latent's JSON with one more field, or another value of one.
	 */
	public static byte[] json(Tensor latent, String name, Object value) {
		Map<String, Object> fields = fields(latent);
		fields.put(name, value);
		return json(fields);
	}

	public static byte[] json(Map<String, Object> fields) {
		return JsonMapper.shared().writeValueAsBytes(fields);
	}

	public static float maxDifference(Tensor one, Tensor other) {
		float[] a = one.toFloats();
		float[] b = other.toFloats();
		if (!one.shape().equals(other.shape())) {
			throw new AssertionError(one.shape() + " and " + other.shape());
		}
		float max = 0;
		for (int i = 0; i < a.length; i++) {
			max = Math.max(max, Math.abs(a[i] - b[i]));
		}
		return max;
	}

}
