package dev.dcae.api.oip;

import java.util.List;
import java.util.stream.Stream;

import dev.dcae.api.Bodies;
import dev.dcae.api.StrictJson;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * What the protocol asks a server about its models.
 */
@RestController
@Tag(name = "open inference protocol")
class InferenceModelsController {

	private static final String MODEL = "/v2/models/{name}";

	private static final String VERSION = MODEL + "/versions/{version}";

	private final InferenceModels models;

	private final InferenceStatistics statistics;

	private final InferLimits limits;

	private final Bodies bodies;

	InferenceModelsController(InferenceModels models, InferenceStatistics statistics, InferLimits limits,
			Bodies bodies) {
		this.models = models;
		this.statistics = statistics;
		this.limits = limits;
		this.bodies = bodies;
	}

	/**
	 * Whether a model can infer now.
	 *
	 * @param name of the model
	 * @param ready whether it can
	 */
	@Schema(name = "InferenceReadiness")
	record Readiness(String name, boolean ready) {
	}

	/**
	 * What the index asks for.
	 *
	 * @param ready whether only models that can infer are wanted
	 */
	@Schema(name = "InferenceIndexQuery")
	record IndexQuery(@Nullable Boolean ready) {
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
	@AnswersInferenceErrors
	@GetMapping(MODEL)
	MetadataView metadata(@PathVariable String name) {
		return MetadataView.of(this.models.find(name, null));
	}

	@Operation(operationId = "inferenceModelVersion", summary = "Show the input and the output of a model's version")
	@ApiResponse(responseCode = "200", description = "The model",
			content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
					schema = @Schema(implementation = MetadataView.class)))
	@AnswersInferenceErrors
	@GetMapping(VERSION)
	MetadataView metadata(@PathVariable String name, @PathVariable String version) {
		return MetadataView.of(this.models.find(name, version));
	}

	@Operation(operationId = "inferenceModelReady", summary = "Tell whether a model can infer")
	@ApiResponse(responseCode = "200", description = "It can",
			content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
					schema = @Schema(implementation = Readiness.class)))
	@ApiResponse(responseCode = "503", description = "It cannot",
			content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
					schema = @Schema(implementation = Readiness.class)))
	@AnswersInferenceErrors
	@GetMapping(MODEL + "/ready")
	ResponseEntity<Readiness> ready(@PathVariable String name) {
		return readiness(this.models.find(name, null));
	}

	@Operation(operationId = "inferenceModelVersionReady", summary = "Tell whether a model's version can infer")
	@ApiResponse(responseCode = "200", description = "It can",
			content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
					schema = @Schema(implementation = Readiness.class)))
	@ApiResponse(responseCode = "503", description = "It cannot",
			content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
					schema = @Schema(implementation = Readiness.class)))
	@AnswersInferenceErrors
	@GetMapping(VERSION + "/ready")
	ResponseEntity<Readiness> ready(@PathVariable String name, @PathVariable String version) {
		return readiness(this.models.find(name, version));
	}

	private ResponseEntity<Readiness> readiness(InferenceModel model) {
		boolean ready = this.models.isReady(model);
		return ResponseEntity.status(ready ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
			.body(new Readiness(model.name(), ready));
	}

	@Operation(operationId = "inferenceModelConfig", summary = "Show the configuration of a model")
	@ApiResponse(responseCode = "200", description = "The configuration, in Triton's words",
			content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
					schema = @Schema(implementation = ConfigView.class),
					examples = @ExampleObject(name = "inference-config", ref = "inference-config")))
	@AnswersInferenceErrors
	@GetMapping(MODEL + "/config")
	ConfigView config(@PathVariable String name) {
		return ConfigView.of(this.models.find(name, null), this.limits);
	}

	@Operation(operationId = "inferenceModelVersionConfig", summary = "Show the configuration of a model's version")
	@ApiResponse(responseCode = "200", description = "The configuration, in Triton's words",
			content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
					schema = @Schema(implementation = ConfigView.class)))
	@AnswersInferenceErrors
	@GetMapping(VERSION + "/config")
	ConfigView config(@PathVariable String name, @PathVariable String version) {
		return ConfigView.of(this.models.find(name, version), this.limits);
	}

	@Operation(operationId = "inferenceStatistics", summary = "Show the statistics of all models")
	@ApiResponse(responseCode = "200", description = "What was counted since the start",
			content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
					schema = @Schema(implementation = StatisticsView.class)))
	@AnswersInferenceErrors
	@GetMapping("/v2/models/stats")
	StatisticsView statistics() {
		return statistics(this.models.all());
	}

	@Operation(operationId = "inferenceModelStatistics", summary = "Show the statistics of a model")
	@ApiResponse(responseCode = "200", description = "What was counted since the start",
			content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
					schema = @Schema(implementation = StatisticsView.class),
					examples = @ExampleObject(name = "inference-statistics", ref = "inference-statistics")))
	@AnswersInferenceErrors
	@GetMapping(MODEL + "/stats")
	StatisticsView statistics(@PathVariable String name) {
		return statistics(Stream.of(this.models.find(name, null)));
	}

	@Operation(operationId = "inferenceModelVersionStatistics", summary = "Show the statistics of a model's version")
	@ApiResponse(responseCode = "200", description = "What was counted since the start",
			content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
					schema = @Schema(implementation = StatisticsView.class)))
	@AnswersInferenceErrors
	@GetMapping(VERSION + "/stats")
	StatisticsView statistics(@PathVariable String name, @PathVariable String version) {
		return statistics(Stream.of(this.models.find(name, version)));
	}

	private StatisticsView statistics(Stream<InferenceModel> asked) {
		return new StatisticsView(
				asked.map((model) -> StatisticsView.Model.of(model, this.statistics.snapshot(model))).toList());
	}

	@Operation(operationId = "inferenceIndex", summary = "List the models",
			description = "With {\"ready\": true} as the body, those alone that can infer now.")
	@RequestBody(description = "Which models are wanted; without a body, all",
			content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
					schema = @Schema(implementation = IndexQuery.class)))
	@ApiResponse(responseCode = "200", description = "The models",
			content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE, schema = @Schema(ref = "InferenceIndex")))
	@AnswersInferenceErrors
	@PostMapping(path = "/v2/repository/index", produces = MediaType.APPLICATION_JSON_VALUE)
	List<IndexEntry> index(HttpServletRequest request) {
		boolean readyOnly = Boolean.TRUE.equals(query(request).ready());
		return this.models.all()
			.map((model) -> this.models.isReady(model)
					? new IndexEntry(model.name(), InferenceModel.VERSION, "READY", "")
					: new IndexEntry(model.name(), InferenceModel.VERSION, "UNAVAILABLE", "no replica is ready"))
			.filter((entry) -> !readyOnly || entry.state().equals("READY"))
			.toList();
	}

	private IndexQuery query(HttpServletRequest request) {
		if (request.getContentLengthLong() == 0) {
			return new IndexQuery(null);
		}
		return StrictJson.read(this.bodies.read(request), IndexQuery.class, "the index takes {\"ready\": true}");
	}

}
