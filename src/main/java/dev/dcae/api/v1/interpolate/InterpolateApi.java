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
package dev.dcae.api.v1.interpolate;

import java.io.IOException;

import dev.dcae.api.http.AnswerHeaders;
import dev.dcae.api.http.ImageTypes;
import dev.dcae.api.openapi.AnswersProblems;
import dev.dcae.api.openapi.WaitsForDevice;
import dev.dcae.api.problem.ProblemType;
import dev.dcae.api.v1.BulkFormat;
import dev.dcae.api.v1.LatentFormat;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;

/**
 * Images between two images, as clients see it.
 */
@Tag(name = "latents")
interface InterpolateApi {

	@Operation(operationId = "interpolate", summary = "Decode latents between those of two images or latents",
			description = "Two parts named image or latent (JSON, safetensors or .npy), in their order. One alpha is"
					+ " answered as an image; many as a zip of images, or, where Accept asks for an image, as a"
					+ " contact sheet.")
	@RequestBody(required = true,
			description = "Two parts with a file in all: images, latents or one of each, in their order",
			content = @Content(mediaType = MediaType.MULTIPART_FORM_DATA_VALUE, schema = @Schema(ref = "EndsForm")))
	@AnswersProblems({ ProblemType.EMPTY_BODY, ProblemType.BAD_JSON, ProblemType.BAD_TENSOR,
			ProblemType.UNDECODABLE_IMAGE, ProblemType.TOO_LARGE, ProblemType.UNSUPPORTED_MEDIA_TYPE,
			ProblemType.NOT_AN_IMAGE, ProblemType.UNFIT_SIZE, ProblemType.UNFIT_LATENT, ProblemType.NON_FINITE_LATENT,
			ProblemType.OTHER_ENCODER })
	@WaitsForDevice
	@ApiResponse(responseCode = "200",
			description = "One image or its pixels, uint8 [height, width, 3]; many as a zip, or as a contact sheet where Accept asks for an image",
			headers = { @Header(name = AnswerHeaders.MODEL, ref = AnswerHeaders.MODEL),
					@Header(name = AnswerHeaders.TILED, ref = AnswerHeaders.TILED),
					@Header(name = AnswerHeaders.RETRIED, ref = AnswerHeaders.RETRIED),
					@Header(name = AnswerHeaders.WARNING, ref = AnswerHeaders.WARNING),
					@Header(name = AnswerHeaders.TENSOR_SHAPE, ref = AnswerHeaders.TENSOR_SHAPE),
					@Header(name = AnswerHeaders.TENSOR_DTYPE, ref = AnswerHeaders.TENSOR_DTYPE),
					@Header(name = AnswerHeaders.SERVER_TIMING, ref = AnswerHeaders.SERVER_TIMING) },
			content = { @Content(mediaType = ImageTypes.ANY, schema = @Schema(ref = "Binary")),
					@Content(mediaType = BulkFormat.ZIP_TYPE, schema = @Schema(ref = "Binary")),
					@Content(mediaType = LatentFormat.Types.NPY, schema = @Schema(ref = "Binary")),
					@Content(mediaType = MediaType.APPLICATION_OCTET_STREAM_VALUE, schema = @Schema(ref = "Binary")) })
	@PostMapping(path = "/v1/interpolate", consumes = MediaType.MULTIPART_FORM_DATA_VALUE, produces = { ImageTypes.ANY,
			BulkFormat.ZIP_TYPE, LatentFormat.Types.NPY, MediaType.APPLICATION_OCTET_STREAM_VALUE })
	ResponseEntity<?> interpolate(HttpServletRequest request, @ParameterObject InterpolateParameters wanted,
			@RequestHeader(name = HttpHeaders.ACCEPT, required = false) @Nullable String accept) throws IOException;

}
