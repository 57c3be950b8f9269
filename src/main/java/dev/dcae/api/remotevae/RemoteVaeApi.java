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
package dev.dcae.api.remotevae;

import java.io.IOException;

import dev.dcae.api.http.AnswerHeaders;
import dev.dcae.api.http.ImageTypes;
import dev.dcae.api.openapi.AnswersProblems;
import dev.dcae.api.openapi.WaitsForDevice;
import dev.dcae.api.problem.ProblemType;
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
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;

/**
 * The endpoints of diffusers' {@code remote_decode} and {@code remote_encode}, as clients
 * see them.
 */
@RequestMapping("/remote-vae/{model}")
@Tag(name = "diffusers remote VAE")
interface RemoteVaeApi {

	@Operation(operationId = "remoteVaeDecode", summary = "Decode latents, as diffusers' remote_decode asks for it",
			description = "Of several latents, of which there may be 256, a file is made of the first alone; tensors are of all.")
	@RequestBody(required = true, description = "The latents' bytes, little-endian, row-major",
			content = { @Content(mediaType = AnsweredTensor.MEDIA_TYPE, schema = @Schema(ref = "Binary")),
					@Content(mediaType = MediaType.APPLICATION_OCTET_STREAM_VALUE, schema = @Schema(ref = "Binary")) })
	@ApiResponse(responseCode = "200",
			description = "The first image's file, or a tensor: uint8 [n, H, W, 3] or floats [n, 3, H, W]",
			headers = { @Header(name = AnsweredTensor.SHAPE, ref = AnsweredTensor.SHAPE),
					@Header(name = AnsweredTensor.DTYPE, ref = AnsweredTensor.DTYPE),
					@Header(name = AnswerHeaders.MODEL, ref = AnswerHeaders.MODEL),
					@Header(name = AnswerHeaders.TILED, ref = AnswerHeaders.TILED),
					@Header(name = AnswerHeaders.RETRIED, ref = AnswerHeaders.RETRIED),
					@Header(name = AnswerHeaders.SERVER_TIMING, ref = AnswerHeaders.SERVER_TIMING) },
			content = { @Content(mediaType = MediaType.IMAGE_JPEG_VALUE, schema = @Schema(ref = "Binary")),
					@Content(mediaType = ImageTypes.ANY, schema = @Schema(ref = "Binary")),
					@Content(mediaType = AnsweredTensor.MEDIA_TYPE, schema = @Schema(ref = "Binary")) })
	@AnswersProblems({ ProblemType.EMPTY_BODY, ProblemType.UNSUPPORTED_MEDIA_TYPE, ProblemType.UNFIT_LATENT,
			ProblemType.NON_FINITE_LATENT })
	@WaitsForDevice
	@PostMapping(path = "/decode", consumes = { AnsweredTensor.MEDIA_TYPE, MediaType.APPLICATION_OCTET_STREAM_VALUE })
	ResponseEntity<byte[]> decode(HttpServletRequest request, @PathVariable String model,
			@ParameterObject DecodeParameters wanted,
			@RequestHeader(name = HttpHeaders.ACCEPT, required = false) @Nullable String accept) throws IOException;

	@Operation(operationId = "remoteVaeEncode", summary = "Encode images, as diffusers' remote_encode asks for it",
			description = "Latents are the mean of the encoder's distribution where it has one.")
	@RequestBody(required = true,
			description = "An image file, or, with shape and dtype, the bytes of a tensor [n, 3, H, W] in [-1, 1], n up to 256,"
					+ " little-endian, row-major. A file whose sides are no multiples of the model's ratio is resampled"
					+ " down to the next.",
			content = {
					@Content(mediaType = MediaType.APPLICATION_OCTET_STREAM_VALUE, schema = @Schema(ref = "Binary")),
					@Content(mediaType = ImageTypes.ANY, schema = @Schema(ref = "Binary")),
					@Content(mediaType = AnsweredTensor.MEDIA_TYPE, schema = @Schema(ref = "Binary")) })
	@ApiResponse(responseCode = "200", description = "The latents' bytes, little-endian, row-major, [n, c, h, w]",
			headers = { @Header(name = AnsweredTensor.SHAPE, ref = AnsweredTensor.SHAPE),
					@Header(name = AnsweredTensor.DTYPE, ref = AnsweredTensor.DTYPE),
					@Header(name = AnswerHeaders.MODEL, ref = AnswerHeaders.MODEL),
					@Header(name = AnswerHeaders.TILED, ref = AnswerHeaders.TILED),
					@Header(name = AnswerHeaders.RETRIED, ref = AnswerHeaders.RETRIED),
					@Header(name = AnswerHeaders.WARNING, ref = AnswerHeaders.WARNING),
					@Header(name = AnswerHeaders.SERVER_TIMING, ref = AnswerHeaders.SERVER_TIMING) },
			content = @Content(mediaType = AnsweredTensor.MEDIA_TYPE, schema = @Schema(ref = "Binary")))
	@AnswersProblems({ ProblemType.EMPTY_BODY, ProblemType.UNDECODABLE_IMAGE, ProblemType.UNSUPPORTED_MEDIA_TYPE,
			ProblemType.NOT_AN_IMAGE, ProblemType.UNFIT_SIZE, ProblemType.UNFIT_IMAGE })
	@WaitsForDevice
	@PostMapping(path = "/encode",
			consumes = { MediaType.APPLICATION_OCTET_STREAM_VALUE, ImageTypes.ANY, AnsweredTensor.MEDIA_TYPE })
	ResponseEntity<byte[]> encode(HttpServletRequest request, @PathVariable String model,
			@ParameterObject EncodeParameters wanted,
			@RequestHeader(name = HttpHeaders.ACCEPT, required = false) @Nullable String accept) throws IOException;

}
