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

import java.util.List;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;

/**
 * The server, as clients of the protocol see it.
 */
@Tag(name = "open inference protocol")
interface ServerApi {

	/**
	 * The server.
	 *
	 * @param name dcae
	 * @param version of the service
	 * @param extensions that work
	 */
	@Schema(name = "InferenceServer")
	record Server(String name, String version, List<String> extensions) {
	}

	/**
	 * Tells if it is alive, and if every model can infer. The status says the one that
	 * was asked for.
	 *
	 * @param live whether it is alive
	 * @param ready whether every model can infer
	 */
	@Schema(name = "InferenceHealth")
	record Health(boolean live, boolean ready) {
	}

	@Operation(operationId = "inferenceServer", summary = "Show the server and the extensions it offers")
	@ApiResponse(responseCode = "200", description = "The server",
			content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
					schema = @Schema(implementation = Server.class),
					examples = @ExampleObject(name = "inference-server", ref = "inference-server")))
	@AnswersKeyRequired
	@AnswersInferenceErrors
	@GetMapping("/v2")
	Server server();

	@Operation(operationId = "inferenceServerLive", summary = "Tell whether the server is alive")
	@ApiResponse(responseCode = "200", description = "It is alive",
			content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
					schema = @Schema(implementation = Health.class)))
	@ApiResponse(responseCode = "503", description = "It is not",
			content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
					schema = @Schema(implementation = Health.class)))
	@AnswersInferenceErrors
	@GetMapping("/v2/health/live")
	ResponseEntity<Health> live();

	@Operation(operationId = "inferenceServerReady", summary = "Tell whether every model can infer")
	@ApiResponse(responseCode = "200", description = "They can",
			content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
					schema = @Schema(implementation = Health.class),
					examples = @ExampleObject(name = "inference-health", ref = "inference-health")))
	@ApiResponse(responseCode = "503", description = "One cannot, or more",
			content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
					schema = @Schema(implementation = Health.class)))
	@AnswersInferenceErrors
	@GetMapping("/v2/health/ready")
	ResponseEntity<Health> ready();

}
