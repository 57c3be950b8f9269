package dev.dcae.cli;

import java.util.List;

import dev.dcae.checkpoint.CheckpointSource;
import dev.dcae.checkpoint.hub.HubOptions;
import dev.dcae.checkpoint.hub.HubReference;

import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.StandardEnvironment;

/**
 * The hub as the service's configuration has it, read without starting the service.
 *
 * @param references the models that come from it
 * @param options of the hub
 */
record ConfiguredHub(List<HubReference> references, HubOptions options) {

	/**
	 * A configured model, as far as it matters here.
	 */
	record Model(String source) {
	}

	/**
	 * Reads {@code application.yaml}, beside the jar and in it, and the environment, as
	 * the service does.
	 */
	static ConfiguredHub read() {
		ConfigurableEnvironment environment = new StandardEnvironment();
		ConfigDataEnvironmentPostProcessor.applyTo(environment);
		return of(environment);
	}

	static ConfiguredHub of(ConfigurableEnvironment environment) {
		Binder binder = Binder.get(environment);
		List<HubReference> references = binder.bind("dcae.models", Bindable.listOf(Model.class))
			.orElse(List.of())
			.stream()
			.map((model) -> CheckpointSource.of(model.source()))
			.filter(CheckpointSource.OnHub.class::isInstance)
			.map((source) -> ((CheckpointSource.OnHub) source).reference())
			.toList();
		return new ConfiguredHub(references, binder.bind("dcae.hub", HubOptions.class).orElse(HubOptions.NONE));
	}

}
