package dev.dcae.api.v1;

import dev.dcae.api.openapi.AnswersProblems;
import dev.dcae.serving.Scheduler;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * What the service is doing now.
 */
@RestController
@Tag(name = "status")
class StatusController {

	private final Scheduler scheduler;

	StatusController(Scheduler scheduler) {
		this.scheduler = scheduler;
	}

	@Operation(operationId = "status", summary = "Show the queue and the devices")
	@ApiResponse(responseCode = "200", description = "What waits and what works",
			content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
					schema = @Schema(implementation = StatusView.class),
					examples = @ExampleObject(name = "status", ref = "status")))
	@AnswersProblems
	@GetMapping(path = "/v1/status", produces = MediaType.APPLICATION_JSON_VALUE)
	StatusView status() {
		return StatusView.of(this.scheduler.status());
	}

}
