package dev.dcae.api.v1;

import dev.dcae.serving.Scheduler;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;

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
	@GetMapping("/v1/status")
	StatusView status() {
		return StatusView.of(this.scheduler.status());
	}

}
