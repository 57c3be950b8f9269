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
package dev.dcae.api.v1;

import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

import dev.dcae.api.http.RawTensor;
import dev.dcae.api.http.StrictJson;
import dev.dcae.api.problem.ProblemException;
import dev.dcae.api.problem.ProblemType;
import dev.dcae.pipeline.Latent;
import dev.dcae.pipeline.MemoryBudget;
import dev.dcae.pipeline.Quoted;
import dev.dcae.tensor.DType;
import dev.dcae.tensor.Npy;
import dev.dcae.tensor.Safetensors;
import dev.dcae.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Reads a latent from a body. Nothing of a client's bytes reaches libtorch unparsed.
 */
public final class LatentReader {

	/**
	 * The tensor of a safetensors file.
	 */
	public static final String TENSOR = "latent";

	/**
	 * The bytes that one of a safetensors header can become: a tensor of a name of one
	 * letter, nothing in it, and the least else that it needs.
	 */
	private static final long TIMES_A_HEADER = 16;

	private LatentReader() {
	}

	/**
	 * Reads a latent.
	 * @param shape of a raw body, such as {@code 1,32,8,8}
	 * @param dtype of a raw body, such as {@code float32}
	 * @param memory in which what it becomes is reserved, where that is more than the
	 * body
	 * @throws ProblemException if the body or a parameter is malformed
	 * @throws dev.dcae.tensor.TensorFormatException if a tensor file is malformed
	 */
	public static Latent read(LatentFormat format, byte[] body, @Nullable String shape, @Nullable String dtype,
			MemoryBudget memory) {
		return switch (format) {
			case JSON -> json(body, memory);
			case SAFETENSORS -> safetensors(body, memory);
			case NPY -> plain(Npy.parse(body));
			case RAW -> plain(RawTensor.read(body, shape, dtype, DType.F32));
		};
	}

	private static Latent json(byte[] body, MemoryBudget memory) {
		LatentJson json = StrictJson.read(body, LatentJson.class, LatentJson.FIELDS, memory);
		if (json.shape() == null || json.dtype() == null || json.data() == null) {
			throw new ProblemException(ProblemType.BAD_JSON, "The JSON lacks a field; " + LatentJson.FIELDS);
		}
		return new Latent(RawTensor.of(json.data(), json.shape(), json.dtype(), ProblemType.BAD_JSON),
				Optional.ofNullable(json.model()), Optional.ofNullable(json.encoder()), size(json.width()),
				size(json.height()), Boolean.TRUE.equals(json.scaled()));
	}

	private static OptionalInt size(@Nullable Integer size) {
		return (size != null) ? OptionalInt.of(size) : OptionalInt.empty();
	}

	private static Latent safetensors(byte[] body, MemoryBudget memory) {
		memory.reserve(TIMES_A_HEADER * Safetensors.headerBytes(MemorySegment.ofArray(body)));
		Safetensors file = Safetensors.parse(MemorySegment.ofArray(body));
		Tensor tensor = file.tensors().get(TENSOR);
		if (tensor == null) {
			throw new ProblemException(ProblemType.BAD_TENSOR,
					"The safetensors file has no tensor '%s'".formatted(TENSOR));
		}
		Map<String, String> metadata = file.metadata();
		return new Latent(tensor, Optional.ofNullable(metadata.get("model")),
				Optional.ofNullable(metadata.get("encoder")), size(metadata, "width"), size(metadata, "height"),
				scaled(metadata));
	}

	private static boolean scaled(Map<String, String> metadata) {
		return switch (metadata.getOrDefault("scaled", "false")) {
			case "true" -> true;
			case "false" -> false;
			default -> throw new ProblemException(ProblemType.BAD_TENSOR,
					"The safetensors metadata has scaled %s; it is true or false"
						.formatted(Quoted.of(metadata.getOrDefault("scaled", ""))));
		};
	}

	private static OptionalInt size(Map<String, String> metadata, String name) {
		String value = metadata.get(name);
		if (value == null) {
			return OptionalInt.empty();
		}
		try {
			return OptionalInt.of(Integer.parseInt(value));
		}
		catch (NumberFormatException ex) {
			throw new ProblemException(ProblemType.BAD_TENSOR,
					"The safetensors metadata has %s %s, which is no number of pixels".formatted(name,
							Quoted.of(value)));
		}
	}

	private static Latent plain(Tensor tensor) {
		return new Latent(tensor, Optional.empty(), Optional.empty(), OptionalInt.empty(), OptionalInt.empty(), false);
	}

}
