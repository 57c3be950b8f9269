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

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import dev.dcae.api.http.Calls;
import dev.dcae.api.http.ServerTiming;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

/**
 * Describes an inference. Media types are described and not declared: any Content-Type is
 * taken.
 */
@Parameter(ref = InferReader.JSON_LENGTH)
@Parameter(ref = Calls.TIMEOUT)
@Parameter(ref = Calls.PRIORITY)
@RequestBody(required = true,
		description = "JSON; JSON and after it the input in binary, little-endian, row-major; or a file alone."
				+ " Inference-Header-Content-Length tells which, the Content-Type does not.",
		content = {
				@Content(mediaType = MediaType.APPLICATION_JSON_VALUE, schema = @Schema(ref = "InferenceRequest"),
						examples = @ExampleObject(name = "inference-request", ref = "inference-request")),
				@Content(mediaType = MediaType.APPLICATION_OCTET_STREAM_VALUE, schema = @Schema(ref = "Binary")) })
@ApiResponse(responseCode = "200",
		description = "The output, in JSON, or after the JSON in binary, where that was asked for",
		headers = { @Header(name = InferReader.JSON_LENGTH, ref = InferReader.JSON_LENGTH),
				@Header(name = ServerTiming.HEADER, ref = ServerTiming.HEADER) },
		content = {
				@Content(mediaType = MediaType.APPLICATION_JSON_VALUE, schema = @Schema(ref = "InferenceAnswer"),
						examples = @ExampleObject(name = "inference-answer", ref = "inference-answer")),
				@Content(mediaType = MediaType.APPLICATION_OCTET_STREAM_VALUE, schema = @Schema(ref = "Binary")) })
@AnswersTooSlow
@ApiResponse(responseCode = "429",
		description = "The queue or the caller's share of it is full, or the work would be done after its deadline",
		headers = @Header(name = HttpHeaders.RETRY_AFTER, ref = HttpHeaders.RETRY_AFTER),
		content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE, schema = @Schema(ref = "InferenceError")))
@AnswersKeyRequired
@AnswersInferenceErrors
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@interface InferOperation {

}
