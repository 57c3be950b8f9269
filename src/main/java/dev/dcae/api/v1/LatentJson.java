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

import dev.dcae.api.http.ShapeReader;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * A latent as JSON.
 *
 * @param model the id of the model whose encoder made it
 * @param encoder the digest of that encoder, which other models may share
 * @param shape {@code [1, c, h, w]}
 * @param dtype float32, float16 or bfloat16
 * @param data the values in row-major order, little-endian, as base64
 * @param width of the image in pixels: what decoding is cropped to
 * @param height of the image in pixels: what decoding is cropped to
 * @param scaled whether the values are scaled as the model's diffusion pipelines do
 */
@SuppressWarnings("ArrayRecordComponent")
@Schema(name = "Latent")
public record LatentJson(@Nullable String model, @Nullable String encoder,
		@JsonDeserialize(using = ShapeReader.class) long[] shape, @Schema(ref = "FloatType") String dtype, byte[] data,
		@Nullable Integer width, @Nullable Integer height, @Nullable Boolean scaled) {

	/**
	 * A description of the fields, for whoever sent something else.
	 */
	public static final String FIELDS = "a latent has shape (a list of whole numbers), dtype (a text), data (base64), "
			+ "and may have model and encoder (texts), width and height (whole numbers), scaled (true or false)";

}
