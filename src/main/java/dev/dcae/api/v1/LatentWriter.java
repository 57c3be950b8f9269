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

import java.util.LinkedHashMap;
import java.util.Map;

import dev.dcae.api.problem.ProblemException;
import dev.dcae.api.problem.ProblemType;
import dev.dcae.pipeline.Latent;
import dev.dcae.tensor.DType;
import dev.dcae.tensor.Npy;
import dev.dcae.tensor.Safetensors;
import dev.dcae.tensor.Tensor;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes a latent as a body.
 */
public final class LatentWriter {

	private LatentWriter() {
	}

	/**
	 * Writes a latent.
	 * @param dtype what its values are rounded to
	 * @throws ProblemException if the values are too large for it
	 */
	public static byte[] write(LatentFormat format, Latent latent, DType dtype) {
		Tensor values = rounded(latent, dtype);
		return switch (format) {
			case JSON -> JsonMapper.shared().writeValueAsBytes(json(latent, values));
			case SAFETENSORS -> Safetensors.toBytes(Map.of(LatentReader.TENSOR, values), metadata(latent));
			case NPY -> Npy.toBytes(values);
			case RAW -> values.toBytes();
		};
	}

	/**
	 * The values of a latent in another type.
	 * @throws ProblemException if they are too large for it
	 */
	public static Tensor rounded(Latent latent, DType dtype) {
		Tensor values = latent.values().to(dtype);
		if (dtype != DType.F32 && !values.isFinite()) {
			throw new ProblemException(ProblemType.NON_FINITE_RESULT,
					"The latent has values too large for %s; ask for dtype=float32".formatted(dtype.torchName()));
		}
		return values;
	}

	private static LatentJson json(Latent latent, Tensor values) {
		return new LatentJson(latent.model().orElse(null), latent.encoder().orElse(null), values.shape().sizes(),
				values.dtype().torchName(), values.toBytes(), size(latent.width()), size(latent.height()),
				latent.scaled());
	}

	private static @Nullable Integer size(java.util.OptionalInt size) {
		return size.isPresent() ? size.getAsInt() : null;
	}

	private static Map<String, String> metadata(Latent latent) {
		Map<String, String> metadata = new LinkedHashMap<>();
		latent.model().ifPresent((model) -> metadata.put("model", model));
		latent.encoder().ifPresent((encoder) -> metadata.put("encoder", encoder));
		latent.width().ifPresent((width) -> metadata.put("width", Integer.toString(width)));
		latent.height().ifPresent((height) -> metadata.put("height", Integer.toString(height)));
		metadata.put("scaled", Boolean.toString(latent.scaled()));
		return metadata;
	}

}
