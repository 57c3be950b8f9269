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

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import dev.dcae.tensor.DType;
import dev.dcae.tensor.Npy;
import dev.dcae.tensor.Safetensors;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import tools.jackson.databind.JsonNode;

/**
 * The forms in which a latent travels, as a client writes and reads them.
 */
enum Wire {

	JSON("application/json") {
		@Override
		byte[] write(Tensor latent) {
			return Latents.json(Latents.fields(latent));
		}

		@Override
		Tensor read(Answer answer) {
			JsonNode json = answer.json();
			long[] sizes = StreamSupport.stream(json.path("shape").spliterator(), false)
				.mapToLong(JsonNode::asLong)
				.toArray();
			return tensor(json.path("dtype").asString(), sizes, json.path("data").binaryValue());
		}
	},

	SAFETENSORS("application/x-safetensors") {
		@Override
		byte[] write(Tensor latent) {
			return Safetensors.toBytes(Map.of("latent", latent), Map.of());
		}

		@Override
		Tensor read(Answer answer) {
			Safetensors file = Safetensors.parse(MemorySegment.ofArray(answer.body()));
			return Objects.requireNonNull(file.tensors().get("latent"));
		}
	},

	NPY("application/x-npy") {
		@Override
		byte[] write(Tensor latent) {
			return Npy.toBytes(latent);
		}

		@Override
		Tensor read(Answer answer) {
			return Npy.parse(answer.body());
		}
	},

	RAW("application/octet-stream") {
		@Override
		byte[] write(Tensor latent) {
			return latent.toBytes();
		}

		@Override
		String query(Tensor latent) {
			return "&shape=%s&dtype=%s".formatted(
					Arrays.stream(latent.shape().sizes()).mapToObj(Long::toString).collect(Collectors.joining(",")),
					latent.dtype().torchName());
		}

		@Override
		Tensor read(Answer answer) {
			long[] sizes = Arrays.stream(answer.header("X-Tensor-Shape").split(","))
				.mapToLong(Long::parseLong)
				.toArray();
			return tensor(answer.header("X-Tensor-Dtype"), sizes, answer.body());
		}
	};

	private final String contentType;

	Wire(String contentType) {
		this.contentType = contentType;
	}

	String contentType() {
		return this.contentType;
	}

	abstract byte[] write(Tensor latent);

	/**
	 * The parameters that the address must say about the body.
	 */
	String query(Tensor latent) {
		return "";
	}

	abstract Tensor read(Answer answer);

	private static Tensor tensor(String dtype, long[] sizes, byte[] data) {
		return new Tensor(DType.of(dtype), new Shape(sizes), MemorySegment.ofArray(data));
	}

}
