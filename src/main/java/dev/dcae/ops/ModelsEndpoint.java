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
package dev.dcae.ops;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.dcae.serving.Scheduler;
import dev.dcae.serving.ServingStatus.ModelStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/**
 * Loads and unloads configured models while the service runs: {@code POST} and
 * {@code DELETE} on {@code /actuator/models/{id}} of the management port. Items that are
 * queued or run finish; a request that has more for a model that goes is answered with
 * 503. Off unless {@code management.endpoint.models.access} allows it.
 */
@Endpoint(id = "models", defaultAccess = Access.NONE)
public final class ModelsEndpoint {

	private static final Logger log = LoggerFactory.getLogger(ModelsEndpoint.class);

	private final ModelLoader loader;

	private final Scheduler scheduler;

	public ModelsEndpoint(ModelLoader loader, Scheduler scheduler) {
		this.loader = loader;
		this.scheduler = scheduler;
	}

	/**
	 * The configured models and what the scheduler knows of them; nothing where one is
	 * not loaded.
	 */
	@ReadOperation
	public Map<String, List<ModelStatus>> models() {
		Map<String, List<ModelStatus>> models = new LinkedHashMap<>();
		List<ModelStatus> registered = this.scheduler.status().models();
		this.loader.ids()
			.forEach((id) -> models.put(id, registered.stream().filter((model) -> model.id().equals(id)).toList()));
		return models;
	}

	/**
	 * Loads a model and answers when it is ready.
	 * @return 404 where the id is not configured, 500 with the reason where it cannot be
	 * loaded
	 */
	@WriteOperation
	public WebEndpointResponse<Map<String, String>> load(@Selector String id) {
		try {
			return answer(this.loader.load(id), id, "loaded");
		}
		catch (ModelLoadException ex) {
			log.error("{}", ex.getMessage());
			log.debug("The model {} cannot be loaded", id, ex);
			return new WebEndpointResponse<>(Map.of(id, ex.getMessage()),
					WebEndpointResponse.STATUS_INTERNAL_SERVER_ERROR);
		}
	}

	/**
	 * Unloads a model and answers when its items, queued or running, are done.
	 * @return 404 where the id is not configured
	 */
	@DeleteOperation
	public WebEndpointResponse<Map<String, String>> unload(@Selector String id) {
		return answer(this.loader.unload(id), id, "unloaded");
	}

	private static WebEndpointResponse<Map<String, String>> answer(boolean configured, String id, String done) {
		return configured ? new WebEndpointResponse<>(Map.of(id, done))
				: new WebEndpointResponse<>(Map.of(id, "not configured"), WebEndpointResponse.STATUS_NOT_FOUND);
	}

}
