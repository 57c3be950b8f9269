package dev.dcae.ops;

import java.util.List;
import java.util.Map;

import dev.dcae.serving.Scheduler;
import dev.dcae.serving.ServingStatus.ModelStatus;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * Loads and unloads configured models while the service runs: {@code POST} and
 * {@code DELETE} on {@code /actuator/models/{id}} of the management port. Work in flight
 * finishes. Off unless {@code management.endpoint.models.access} allows it.
 */
@Endpoint(id = "models", defaultAccess = Access.NONE)
public final class ModelsEndpoint {

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
		Map<String, List<ModelStatus>> models = new java.util.LinkedHashMap<>();
		List<ModelStatus> registered = this.scheduler.status().models();
		this.loader.ids()
			.forEach((id) -> models.put(id, registered.stream().filter((model) -> model.id().equals(id)).toList()));
		return models;
	}

	/**
	 * Loads a model and answers when it is ready.
	 * @return null, that is 404, where the id is not configured
	 */
	@WriteOperation
	public @Nullable Map<String, String> load(@Selector String id) {
		return this.loader.load(id) ? Map.of(id, "loaded") : null;
	}

	/**
	 * Unloads a model and answers when its work in flight is done.
	 * @return null, that is 404, where the id is not configured
	 */
	@DeleteOperation
	public @Nullable Map<String, String> unload(@Selector String id) {
		return this.loader.unload(id) ? Map.of(id, "unloaded") : null;
	}

}
