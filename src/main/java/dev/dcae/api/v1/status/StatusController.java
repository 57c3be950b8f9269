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
package dev.dcae.api.v1.status;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.BooleanSupplier;

import dev.dcae.api.connection.Connections;
import dev.dcae.api.problem.Outcome;
import dev.dcae.api.v1.WishedType;
import dev.dcae.serving.Scheduler;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RestController;

/**
 * The work of the service now.
 */
@RestController
class StatusController implements StatusApi {

	private static final String JSON = "json";

	private static final String EVENTS = "events";

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

	@Override
	public @Nullable ResponseEntity<StatusView> status(HttpMethod method, HttpServletRequest request,
			HttpServletResponse response, StatusParameters wanted, @Nullable String accept)
			throws IOException, InterruptedException {
		SequencedMap<String, MediaType> types = new LinkedHashMap<>();
		types.put(JSON, MediaType.APPLICATION_JSON);
		if (this.stream.isOpen()) {
			types.put(EVENTS, MediaType.TEXT_EVENT_STREAM);
		}
		if (WishedType.of(wanted.format(), accept, types).equals(MediaType.APPLICATION_JSON)) {
			return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(now());
		}
		if (method.equals(HttpMethod.HEAD)) {
			// Nothing that is written would tell that the client is gone.
			StatusStream.announce(response);
		}
		else {
			BooleanSupplier hungUp = Connections.hungUp();
			this.stream.follow(() -> this.json.writeValueAsString(now()), hungUp, request, response);
			if (hungUp.getAsBoolean()) {
				Outcome.note(request, Outcome.CANCELLED);
			}
		}
		return null;
	}

	private StatusView now() {
		return StatusView.of(this.scheduler.status(), this.recent.view());
	}

}
