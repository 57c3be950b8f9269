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
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/**
 * The models of the protocol, as clients see them.
 */
@Tag(name = "open inference protocol")
interface InferenceModelsApi {

	String MODEL = "/v2/models/{name}";

	String VERSION = MODEL + "/versions/{version}";

	/**
	 * The wishes of a request for the index.
	 *
	 * @param ready whether only models that can infer are wanted
	 */
	@Schema(name = "InferenceIndexQuery")
	record IndexQuery(@Nullable Boolean ready) {
	}

	/**
	 * Tells if a model can infer now.
	 *
	 * @param name of the model
	 * @param ready whether it can
	 */
	@Schema(name = "InferenceReadiness")
	record Readiness(String name, boolean ready) {
	}

	/**
	 * A line of the index.
	 *
	 * @param state READY or UNAVAILABLE
	 * @param reason for the state, if it is not READY
	 */
	record IndexEntry(String name, String version, String state, String reason) {
	}

	@Operation(operationId = "inferenceModel", summary = "Show the input and the output of a model")
	@ApiResponse(responseCode = "200", description = "The model",
			content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
					schema = @Schema(implementation = MetadataView.class),
					examples = @ExampleObject(name = "inference-model", ref = "inference-model")))
	@AnswersKeyRequired
	@AnswersInferenceErrors
	@GetMapping(MODEL)
	MetadataView metadata(@PathVariable String name);

	@Operation(operationId = "inferenceModelVersion", summary = "Show the input and the output of a model's version")
	@ApiResponse(responseCode = "200", description = "The model",
			content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
					schema = @Schema(implementation = MetadataView.class)))
	@AnswersKeyRequired
	@AnswersInferenceErrors
	@GetMapping(VERSION)
	MetadataView metadata(@PathVariable String name, @PathVariable String version);

	@Operation(operationId = "inferenceModelReady", summary = "Tell whether a model can infer")
	@ApiResponse(responseCode = "200", description = "It can",
			content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
					schema = @Schema(implementation = Readiness.class)))
	@ApiResponse(responseCode = "503", description = "It cannot",
			content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
					schema = @Schema(implementation = Readiness.class)))
	@AnswersKeyRequired
	@AnswersInferenceErrors
	@GetMapping(MODEL + "/ready")
	ResponseEntity<Readiness> ready(@PathVariable String name);

	@Operation(operationId = "inferenceModelVersionReady", summary = "Tell whether a model's version can infer")
	@ApiResponse(responseCode = "200", description = "It can",
			content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
					schema = @Schema(implementation = Readiness.class)))
	@ApiResponse(responseCode = "503", description = "It cannot",
			content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
					schema = @Schema(implementation = Readiness.class)))
	@AnswersKeyRequired
	@AnswersInferenceErrors
	@GetMapping(VERSION + "/ready")
	ResponseEntity<Readiness> ready(@PathVariable String name, @PathVariable String version);

	@Operation(operationId = "inferenceModelConfig", summary = "Show the configuration of a model")
	@ApiResponse(responseCode = "200", description = "The configuration, in Triton's words",
			content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
					schema = @Schema(implementation = ConfigView.class),
					examples = @ExampleObject(name = "inference-config", ref = "inference-config")))
	@AnswersKeyRequired
	@AnswersInferenceErrors
	@GetMapping(MODEL + "/config")
	ConfigView config(@PathVariable String name);

	@Operation(operationId = "inferenceModelVersionConfig", summary = "Show the configuration of a model's version")
	@ApiResponse(responseCode = "200", description = "The configuration, in Triton's words",
			content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
					schema = @Schema(implementation = ConfigView.class)))
	@AnswersKeyRequired
	@AnswersInferenceErrors
	@GetMapping(VERSION + "/config")
	ConfigView config(@PathVariable String name, @PathVariable String version);

	@Operation(operationId = "inferenceStatistics", summary = "Show the statistics of all models")
	@ApiResponse(responseCode = "200", description = "What was counted since the start",
			content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
					schema = @Schema(implementation = StatisticsView.class)))
	@AnswersKeyRequired
	@AnswersInferenceErrors
	@GetMapping("/v2/models/stats")
	StatisticsView statistics();

	@Operation(operationId = "inferenceModelStatistics", summary = "Show the statistics of a model")
	@ApiResponse(responseCode = "200", description = "What was counted since the start",
			content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
					schema = @Schema(implementation = StatisticsView.class),
					examples = @ExampleObject(name = "inference-statistics", ref = "inference-statistics")))
	@AnswersKeyRequired
	@AnswersInferenceErrors
	@GetMapping(MODEL + "/stats")
	StatisticsView statistics(@PathVariable String name);

	@Operation(operationId = "inferenceModelVersionStatistics", summary = "Show the statistics of a model's version")
	@ApiResponse(responseCode = "200", description = "What was counted since the start",
			content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
					schema = @Schema(implementation = StatisticsView.class)))
	@AnswersKeyRequired
	@AnswersInferenceErrors
	@GetMapping(VERSION + "/stats")
	StatisticsView statistics(@PathVariable String name, @PathVariable String version);

	@Operation(operationId = "inferenceIndex", summary = "List the models",
			description = "With {\"ready\": true} as the body, those alone that can infer now.")
	@RequestBody(description = "Which models are wanted; without a body, all",
			content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
					schema = @Schema(implementation = IndexQuery.class)))
	@ApiResponse(responseCode = "200", description = "The models",
			content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE, schema = @Schema(ref = "InferenceIndex")))
	@AnswersKeyRequired
	@AnswersTooSlow
	@AnswersInferenceErrors
	@PostMapping(path = "/v2/repository/index", produces = MediaType.APPLICATION_JSON_VALUE)
	List<IndexEntry> index(HttpServletRequest request);

}
