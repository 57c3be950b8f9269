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
package dev.dcae.api.v1.codec;

import java.io.IOException;

import dev.dcae.api.http.AnswerHeaders;
import dev.dcae.api.http.ImageTypes;
import dev.dcae.api.openapi.AnswersProblems;
import dev.dcae.api.openapi.WaitsForDevice;
import dev.dcae.api.problem.ProblemType;
import dev.dcae.api.v1.BulkFormat;
import dev.dcae.api.v1.Images;
import dev.dcae.api.v1.LatentFormat;
import dev.dcae.api.v1.LatentJson;
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
import org.springframework.web.bind.annotation.RequestMapping;

/**
 * Images to latents and back, as clients see it.
 */
@RequestMapping("/v1")
@Tag(name = "codec")
interface CodecApi {

	@Operation(operationId = "encode", summary = "Encode an image to a latent",
			description = "Many images go in one form, and are answered as one safetensors or zip.")
	@RequestBody(required = true,
			description = "An image: a file, as it is or as the part of a form, or its pixels, uint8 [height, width, 3], or those of some images, [n, height, width, 3]; or many files in a form",
			content = {
					@Content(mediaType = MediaType.IMAGE_PNG_VALUE, schema = @Schema(ref = "Binary"),
							examples = @ExampleObject(name = "image", ref = "image")),
					@Content(mediaType = ImageTypes.ANY, schema = @Schema(ref = "Binary")),
					@Content(mediaType = MediaType.MULTIPART_FORM_DATA_VALUE, schema = @Schema(ref = "ImagesForm")),
					@Content(mediaType = LatentFormat.Types.NPY, schema = @Schema(ref = "Binary")),
					@Content(mediaType = MediaType.APPLICATION_OCTET_STREAM_VALUE, schema = @Schema(ref = "Binary")) })
	@AnswersProblems({ ProblemType.EMPTY_BODY, ProblemType.BAD_TENSOR, ProblemType.UNDECODABLE_IMAGE,
			ProblemType.TOO_LARGE, ProblemType.UNSUPPORTED_MEDIA_TYPE, ProblemType.NOT_AN_IMAGE,
			ProblemType.UNFIT_SIZE })
	@WaitsForDevice
	@ApiResponse(responseCode = "200",
			description = "The latent. Many are one safetensors file with a tensor for each file name, or a zip with an .npy each.",
			headers = { @Header(name = AnswerHeaders.MODEL, ref = AnswerHeaders.MODEL),
					@Header(name = AnswerHeaders.IMAGE_SIZE, ref = AnswerHeaders.IMAGE_SIZE),
					@Header(name = AnswerHeaders.SEED, ref = AnswerHeaders.SEED),
					@Header(name = AnswerHeaders.TILED, ref = AnswerHeaders.TILED),
					@Header(name = AnswerHeaders.RETRIED, ref = AnswerHeaders.RETRIED),
					@Header(name = AnswerHeaders.WARNING, ref = AnswerHeaders.WARNING),
					@Header(name = AnswerHeaders.TENSOR_SHAPE, ref = AnswerHeaders.TENSOR_SHAPE),
					@Header(name = AnswerHeaders.TENSOR_DTYPE, ref = AnswerHeaders.TENSOR_DTYPE),
					@Header(name = AnswerHeaders.SERVER_TIMING, ref = AnswerHeaders.SERVER_TIMING) },
			content = {
					@Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
							schema = @Schema(implementation = LatentJson.class),
							examples = @ExampleObject(name = "latent", ref = "latent")),
					@Content(mediaType = LatentFormat.Types.SAFETENSORS, schema = @Schema(ref = "Binary")),
					@Content(mediaType = LatentFormat.Types.NPY, schema = @Schema(ref = "Binary")),
					@Content(mediaType = MediaType.APPLICATION_OCTET_STREAM_VALUE, schema = @Schema(ref = "Binary")),
					@Content(mediaType = BulkFormat.ZIP_TYPE, schema = @Schema(ref = "Binary")) })
	@PostMapping(path = "/encode",
			consumes = { ImageTypes.ANY, MediaType.MULTIPART_FORM_DATA_VALUE, LatentFormat.Types.NPY,
					MediaType.APPLICATION_OCTET_STREAM_VALUE },
			produces = { MediaType.APPLICATION_JSON_VALUE, LatentFormat.Types.SAFETENSORS, LatentFormat.Types.NPY,
					MediaType.APPLICATION_OCTET_STREAM_VALUE, BulkFormat.ZIP_TYPE })
	ResponseEntity<?> encode(HttpServletRequest request, @ParameterObject EncodeParameters wanted,
			@RequestHeader(name = HttpHeaders.ACCEPT, required = false) @Nullable String accept) throws IOException;

	@Operation(operationId = "decode", summary = "Decode a latent to an image",
			description = "A batch of latents, [n, c, h, w], is answered as a zip of images, 000.png and so on, or as one"
					+ " tensor. With return=float the answer is what the decoder makes, not clamped, for pipelines that"
					+ " process it themselves.")
	@RequestBody(required = true,
			description = "A latent, [c, h, w], or a batch of some, [n, c, h, w]: as it is, or as the file of a form. A safetensors file has it as the tensor latent, and the other"
					+ " fields of the JSON as its metadata; raw values are little-endian.",
			content = {
					@Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
							schema = @Schema(implementation = LatentJson.class),
							examples = @ExampleObject(name = "latent", ref = "latent")),
					@Content(mediaType = LatentFormat.Types.SAFETENSORS, schema = @Schema(ref = "Binary")),
					@Content(mediaType = LatentFormat.Types.NPY, schema = @Schema(ref = "Binary")),
					@Content(mediaType = MediaType.APPLICATION_OCTET_STREAM_VALUE, schema = @Schema(ref = "Binary")),
					@Content(mediaType = MediaType.MULTIPART_FORM_DATA_VALUE, schema = @Schema(ref = "LatentForm")) })
	@AnswersProblems(ProblemType.BAD_JSON)
	@AnswersDecoded
	@WaitsForDevice
	@PostMapping(path = "/decode",
			consumes = { MediaType.APPLICATION_JSON_VALUE, LatentFormat.Types.SAFETENSORS, LatentFormat.Types.NPY,
					MediaType.APPLICATION_OCTET_STREAM_VALUE, MediaType.MULTIPART_FORM_DATA_VALUE },
			produces = { ImageTypes.ANY, BulkFormat.ZIP_TYPE, LatentFormat.Types.NPY,
					MediaType.APPLICATION_OCTET_STREAM_VALUE })
	ResponseEntity<?> decode(HttpServletRequest request, @ParameterObject DecodeParameters wanted,
			@RequestHeader(name = HttpHeaders.ACCEPT, required = false) @Nullable String accept) throws IOException;

	@Operation(operationId = "decodeFile", summary = "Decode the file of a latent to an image",
			description = "As decode, with a file first among the types of the body: generators of clients take that one.")
	@RequestBody(required = true,
			description = "A latent, [c, h, w], or a batch of some, [n, c, h, w], as safetensors or .npy, which its first bytes tell,"
					+ " or with shape as raw values, little-endian",
			content = {
					@Content(mediaType = MediaType.APPLICATION_OCTET_STREAM_VALUE, schema = @Schema(ref = "Binary"),
							examples = @ExampleObject(name = "latent-file", ref = "latent-file")),
					@Content(mediaType = LatentFormat.Types.SAFETENSORS, schema = @Schema(ref = "Binary")),
					@Content(mediaType = LatentFormat.Types.NPY, schema = @Schema(ref = "Binary")) })
	@AnswersDecoded
	@WaitsForDevice
	@PostMapping(path = "/decode/file",
			consumes = { MediaType.APPLICATION_OCTET_STREAM_VALUE, LatentFormat.Types.SAFETENSORS,
					LatentFormat.Types.NPY },
			produces = { ImageTypes.ANY, BulkFormat.ZIP_TYPE, LatentFormat.Types.NPY,
					MediaType.APPLICATION_OCTET_STREAM_VALUE })
	ResponseEntity<?> decodeFile(HttpServletRequest request, @ParameterObject DecodeParameters wanted,
			@RequestHeader(name = HttpHeaders.ACCEPT, required = false) @Nullable String accept) throws IOException;

	@Operation(operationId = "reconstruct", summary = "Encode an image and decode its latent",
			description = "With report=true the answer is what was lost, as JSON; compare answers the same of one model or"
					+ " several. To accept JSON without report=true, as generated clients do wherever there is some, is no"
					+ " wish: the answer is the image.")
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
			description = "The image, or its pixels, uint8 [height, width, 3]; a report as JSON, where it was asked for",
			headers = { @Header(name = AnswerHeaders.MODEL, ref = AnswerHeaders.MODEL),
					@Header(name = AnswerHeaders.TILED, ref = AnswerHeaders.TILED),
					@Header(name = AnswerHeaders.RETRIED, ref = AnswerHeaders.RETRIED),
					@Header(name = AnswerHeaders.WARNING, ref = AnswerHeaders.WARNING),
					@Header(name = AnswerHeaders.TENSOR_SHAPE, ref = AnswerHeaders.TENSOR_SHAPE),
					@Header(name = AnswerHeaders.TENSOR_DTYPE, ref = AnswerHeaders.TENSOR_DTYPE),
					@Header(name = AnswerHeaders.SERVER_TIMING, ref = AnswerHeaders.SERVER_TIMING) },
			content = { @Content(mediaType = ImageTypes.ANY, schema = @Schema(ref = "Binary")),
					@Content(mediaType = LatentFormat.Types.NPY, schema = @Schema(ref = "Binary")),
					@Content(mediaType = MediaType.APPLICATION_OCTET_STREAM_VALUE, schema = @Schema(ref = "Binary")),
					@Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
							schema = @Schema(implementation = ReconstructionView.class),
							examples = @ExampleObject(name = "reconstruction", ref = "reconstruction")) })
	@PostMapping(path = "/reconstruct",
			consumes = { ImageTypes.ANY, MediaType.MULTIPART_FORM_DATA_VALUE, LatentFormat.Types.NPY,
					MediaType.APPLICATION_OCTET_STREAM_VALUE },
			produces = { ImageTypes.ANY, LatentFormat.Types.NPY, MediaType.APPLICATION_OCTET_STREAM_VALUE,
					MediaType.APPLICATION_JSON_VALUE })
	ResponseEntity<?> reconstruct(HttpServletRequest request, @ParameterObject ReconstructParameters wanted,
			@RequestHeader(name = HttpHeaders.ACCEPT, required = false) @Nullable String accept) throws IOException;

}
