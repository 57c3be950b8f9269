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

import dev.dcae.serving.ServingStatus;
import io.swagger.v3.oas.annotations.Hidden;

import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The protocol's questions to a server about itself.
 */
@RestController
class ServerController implements ServerApi {

	private static final List<String> EXTENSIONS = List.of("binary_tensor_data", "schedule_policy",
			"model_configuration", "statistics");

	private final InferenceModels models;

	private final ApplicationAvailability availability;

	ServerController(InferenceModels models, ApplicationAvailability availability) {
		this.models = models;
		this.availability = availability;
	}

	@Override
	public Server server() {
		String version = ServerController.class.getPackage().getImplementationVersion();
		return new Server("dcae", (version != null) ? version : "development", EXTENSIONS);
	}

	@Hidden
	@GetMapping("/v2/")
	Server serverWithSlash() {
		return server();
	}

	@Override
	public ResponseEntity<Health> live() {
		Health health = health(this.models.seen());
		return answer(health, health.live());
	}

	@Override
	public ResponseEntity<Health> ready() {
		Health health = health(this.models.probed());
		return answer(health, health.ready());
	}

	private Health health(ServingStatus models) {
		boolean live = this.availability.getLivenessState() == LivenessState.CORRECT;
		boolean ready = this.availability.getReadinessState() == ReadinessState.ACCEPTING_TRAFFIC;
		return new Health(live, live && ready && models.isReady());
	}

	private static ResponseEntity<Health> answer(Health health, boolean good) {
		return ResponseEntity.status(good ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE).body(health);
	}

}
