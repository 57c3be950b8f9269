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

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import dev.dcae.api.http.AnswerHeaders;
import dev.dcae.api.http.ImageTypes;
import dev.dcae.api.openapi.AnswersProblems;
import dev.dcae.api.problem.ProblemType;
import dev.dcae.api.v1.BulkFormat;
import dev.dcae.api.v1.LatentFormat;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;

import org.springframework.http.MediaType;

/**
 * Describes what is answered to a latent that is to be decoded, or to a batch of them.
 */
@AnswersProblems({ ProblemType.EMPTY_BODY, ProblemType.BAD_TENSOR, ProblemType.TOO_LARGE,
		ProblemType.UNSUPPORTED_MEDIA_TYPE, ProblemType.UNFIT_LATENT, ProblemType.NON_FINITE_LATENT,
		ProblemType.OTHER_ENCODER, ProblemType.UNFIT_SIZE })
@ApiResponse(responseCode = "200",
		description = "The image, or its pixels, uint8 [height, width, 3]; of a batch, a zip of images, their pixels,"
				+ " uint8 [n, height, width, 3], or floats, float32 [n, 3, height, width] about [-1, 1]",
		headers = { @Header(name = AnswerHeaders.MODEL, ref = AnswerHeaders.MODEL),
				@Header(name = AnswerHeaders.TILED, ref = AnswerHeaders.TILED),
				@Header(name = AnswerHeaders.RETRIED, ref = AnswerHeaders.RETRIED),
				@Header(name = AnswerHeaders.TENSOR_SHAPE, ref = AnswerHeaders.TENSOR_SHAPE),
				@Header(name = AnswerHeaders.TENSOR_DTYPE, ref = AnswerHeaders.TENSOR_DTYPE),
				@Header(name = AnswerHeaders.SERVER_TIMING, ref = AnswerHeaders.SERVER_TIMING) },
		content = { @Content(mediaType = ImageTypes.ANY, schema = @Schema(ref = "Binary")),
				@Content(mediaType = BulkFormat.ZIP_TYPE, schema = @Schema(ref = "Binary")),
				@Content(mediaType = LatentFormat.Types.NPY, schema = @Schema(ref = "Binary")),
				@Content(mediaType = MediaType.APPLICATION_OCTET_STREAM_VALUE, schema = @Schema(ref = "Binary")) })
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@interface AnswersDecoded {

}
