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
package dev.dcae.api.v1.compare;

import java.io.IOException;
import java.util.List;

import dev.dcae.api.http.AnswerHeaders;
import dev.dcae.api.http.ImageTypes;
import dev.dcae.api.openapi.AnswersProblems;
import dev.dcae.api.openapi.WaitsForDevice;
import dev.dcae.api.problem.ProblemType;
import dev.dcae.api.v1.BulkFormat;
import dev.dcae.api.v1.LatentFormat;
import dev.dcae.api.v1.ReconstructionView;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
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
 * One image through several models, as clients see it.
 */
@Tag(name = "latents")
interface CompareApi {

	/**
	 * The loss of one image in each of several models.
	 *
	 * @param width of the image, in pixels
	 * @param height of the image, in pixels
	 * @param models in the order in which they were asked for
	 */
	record Comparison(int width, int height, List<ReconstructionView> models) {
	}

	@Operation(operationId = "compare", summary = "Reconstruct an image by several models and compare them",
			description = "A table as JSON, or, where Accept asks for image/png, a contact sheet, or for application/zip,"
					+ " report.json with the table and the image that each model made, a PNG under its id.")
	@RequestBody(required = true,
			description = "An image: a file, as it is or as the part of a form, or its pixels, uint8 [height, width, 3]",
			content = {
					@Content(mediaType = MediaType.IMAGE_PNG_VALUE, schema = @Schema(ref = "Binary"),
							examples = @ExampleObject(name = "image", ref = "image")),
					@Content(mediaType = ImageTypes.ANY, schema = @Schema(ref = "Binary")),
					@Content(mediaType = MediaType.MULTIPART_FORM_DATA_VALUE, schema = @Schema(ref = "ImageForm")),
					@Content(mediaType = LatentFormat.Types.NPY, schema = @Schema(ref = "Binary")),
					@Content(mediaType = MediaType.APPLICATION_OCTET_STREAM_VALUE, schema = @Schema(ref = "Binary")) })
	@AnswersProblems({ ProblemType.EMPTY_BODY, ProblemType.BAD_TENSOR, ProblemType.UNDECODABLE_IMAGE,
			ProblemType.TOO_LARGE, ProblemType.UNSUPPORTED_MEDIA_TYPE, ProblemType.NOT_AN_IMAGE,
			ProblemType.UNFIT_SIZE })
	@WaitsForDevice
	@ApiResponse(responseCode = "200",
			description = "What each model loses, a contact sheet, or a zip with report.json and an image for each model",
			headers = { @Header(name = AnswerHeaders.MODEL, ref = AnswerHeaders.MODEL),
					@Header(name = AnswerHeaders.TILED, ref = AnswerHeaders.TILED),
					@Header(name = AnswerHeaders.RETRIED, ref = AnswerHeaders.RETRIED),
					@Header(name = AnswerHeaders.WARNING, ref = AnswerHeaders.WARNING),
					@Header(name = AnswerHeaders.SERVER_TIMING, ref = AnswerHeaders.SERVER_TIMING) },
			content = {
					@Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
							schema = @Schema(implementation = CompareController.Comparison.class),
							examples = @ExampleObject(name = "comparison", ref = "comparison")),
					@Content(mediaType = MediaType.IMAGE_PNG_VALUE, schema = @Schema(ref = "Binary")),
					@Content(mediaType = BulkFormat.ZIP_TYPE, schema = @Schema(ref = "Binary")) })
	@PostMapping(path = "/v1/compare",
			consumes = { ImageTypes.ANY, MediaType.MULTIPART_FORM_DATA_VALUE, LatentFormat.Types.NPY,
					MediaType.APPLICATION_OCTET_STREAM_VALUE },
			produces = { MediaType.APPLICATION_JSON_VALUE, MediaType.IMAGE_PNG_VALUE, BulkFormat.ZIP_TYPE })
	ResponseEntity<?> compare(HttpServletRequest request, @ParameterObject CompareParameters wanted,
			@RequestHeader(name = HttpHeaders.ACCEPT, required = false) @Nullable String accept) throws IOException;

}
