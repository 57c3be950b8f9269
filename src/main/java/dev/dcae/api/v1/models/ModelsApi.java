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
package dev.dcae.api.v1.models;

import java.util.List;

import dev.dcae.api.openapi.AnswersProblems;
import dev.dcae.api.problem.ProblemType;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import org.springdoc.core.annotations.ParameterObject;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;

/**
 * The models that are served, as clients see them.
 */
@RequestMapping("/v1/models")
@Tag(name = "models")
interface ModelsApi {

	/**
	 * The models that are served.
	 *
	 * @param models in configured order, the default first
	 */
	record Models(List<ModelView> models) {
	}

	@Operation(operationId = "listModels", summary = "List the models",
			description = "With width and height the shape of each model's latent of such an image is shown, too.")
	@ApiResponse(responseCode = "200", description = "The models, the default first",
			content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
					schema = @Schema(implementation = Models.class),
					examples = @ExampleObject(name = "models", ref = "models")))
	@AnswersProblems(ProblemType.BAD_PARAMETER)
	@GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
	Models all(@ParameterObject ModelParameters wanted);

	@Operation(operationId = "getModel", summary = "Show one model")
	@ApiResponse(responseCode = "200", description = "The model",
			content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
					schema = @Schema(implementation = ModelView.class),
					examples = @ExampleObject(name = "model", ref = "model")))
	@AnswersProblems({ ProblemType.BAD_PARAMETER, ProblemType.UNKNOWN_MODEL, ProblemType.NOT_READY })
	@GetMapping(path = "/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
	ModelView one(HttpServletRequest request, @PathVariable String id, @ParameterObject ModelParameters wanted);

}
