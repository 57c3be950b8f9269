package dev.dcae.api.oip;

import java.util.List;

import io.swagger.v3.oas.annotations.Hidden;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * What the protocol asks a server about itself.
 */
@RestController
@Tag(name = "open inference protocol")
class ServerController {

	private static final List<String> EXTENSIONS = List.of("binary_tensor_data", "schedule_policy",
			"model_configuration", "statistics");

	private final InferenceModels models;

	private final ApplicationAvailability availability;

	ServerController(InferenceModels models, ApplicationAvailability availability) {
		this.models = models;
		this.availability = availability;
	}

	/**
	 * The server.
	 *
	 * @param extensions that work
	 */
	record Server(String name, String version, List<String> extensions) {
	}

	/**
	 * Whether it is alive, and whether every model can infer. The status says the one
	 * that was asked for.
	 */
	record Health(boolean live, boolean ready) {
	}

	@Operation(operationId = "inferenceServer", summary = "Show the server and the extensions it offers")
	@GetMapping("/v2")
	Server server() {
		String version = ServerController.class.getPackage().getImplementationVersion();
		return new Server("dcae", (version != null) ? version : "development", EXTENSIONS);
	}

	@Hidden
	@GetMapping("/v2/")
	Server serverWithSlash() {
		return server();
	}

	@Operation(operationId = "inferenceServerLive", summary = "Tell whether the server is alive")
	@GetMapping("/v2/health/live")
	ResponseEntity<Health> live() {
		Health health = health();
		return answer(health, health.live());
	}

	@Operation(operationId = "inferenceServerReady", summary = "Tell whether every model can infer")
	@GetMapping("/v2/health/ready")
	ResponseEntity<Health> ready() {
		Health health = health();
		return answer(health, health.ready());
	}

	private Health health() {
		boolean live = this.availability.getLivenessState() == LivenessState.CORRECT;
		boolean ready = this.availability.getReadinessState() == ReadinessState.ACCEPTING_TRAFFIC;
		return new Health(live, live && ready && this.models.areReady());
	}

	private static ResponseEntity<Health> answer(Health health, boolean good) {
		return ResponseEntity.status(good ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE).body(health);
	}

}
