package dev.dcae.api.v1;

import java.io.IOException;
import java.util.List;

import dev.dcae.api.MediaTypes;
import dev.dcae.api.openapi.AnswersProblems;
import dev.dcae.serving.Scheduler;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/**
 * What the service is doing now.
 */
@RestController
@Tag(name = "status")
class StatusController {

	private static final List<MediaType> FOLLOWED = List.of(MediaType.APPLICATION_JSON, MediaType.TEXT_EVENT_STREAM);

	private final Scheduler scheduler;

	private final RecentWork recent;

	private final StatusStream stream;

	private final JsonMapper json;

	StatusController(Scheduler scheduler, RecentWork recent, StatusStream stream, JsonMapper json) {
		this.scheduler = scheduler;
		this.recent = recent;
		this.stream = stream;
		this.json = json;
	}

	@Operation(operationId = "status", summary = "Show the queue and the devices",
			description = "Where Accept asks for text/event-stream, and the service allows it, the same again every"
					+ " second in which something changed, as server-sent events.")
	@ApiResponse(responseCode = "200", description = "What waits and what works", content = {
			@Content(mediaType = MediaType.APPLICATION_JSON_VALUE, schema = @Schema(implementation = StatusView.class),
					examples = @ExampleObject(name = "status", ref = "status")),
			@Content(mediaType = MediaType.TEXT_EVENT_STREAM_VALUE,
					schema = @Schema(implementation = StatusView.class)) })
	@AnswersProblems
	@GetMapping(path = "/v1/status", produces = { MediaType.APPLICATION_JSON_VALUE, MediaType.TEXT_EVENT_STREAM_VALUE })
	@Nullable ResponseEntity<StatusView> status(HttpServletResponse response,
			@RequestHeader(name = HttpHeaders.ACCEPT, required = false) @Nullable String accept)
			throws IOException, InterruptedException {
		List<MediaType> types = this.stream.isOpen() ? FOLLOWED : List.of(MediaType.APPLICATION_JSON);
		if (MediaTypes.choose(accept, types).equals(MediaType.APPLICATION_JSON)) {
			return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(now());
		}
		this.stream.follow(() -> this.json.writeValueAsString(now()), response);
		return null;
	}

	private StatusView now() {
		return StatusView.of(this.scheduler.status(), this.recent.view());
	}

}
