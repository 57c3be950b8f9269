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
package dev.dcae.api.oip;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/**
 * Inference, as clients see it.
 */
@Tag(name = "open inference protocol")
interface InferApi {

	@Operation(operationId = "infer", summary = "Run a model",
			description = "An autoencoder is four models: {id}.encode and {id}.decode between batches of images, FP32"
					+ " [n, 3, H, W] in [-1, 1], and of latents, FP32 [n, c, h, w]; {id}.encode_file and {id}.decode_file"
					+ " between an image file, BYTES [1], and one latent, FP32 [1, c, h, w].")
	@InferOperation
	@PostMapping("/v2/models/{name}/infer")
	ResponseEntity<byte[]> infer(HttpServletRequest request, @PathVariable String name);

	@Operation(operationId = "inferVersion", summary = "Run a model's version", description = "As without the version.")
	@InferOperation
	@PostMapping("/v2/models/{name}/versions/{version}/infer")
	ResponseEntity<byte[]> infer(HttpServletRequest request, @PathVariable String name, @PathVariable String version);

}
