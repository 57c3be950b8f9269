package dev.dcae.cli;

import java.util.List;
import java.util.Optional;

import dev.dcae.checkpoint.CheckpointSource;
import dev.dcae.checkpoint.hub.HubOptions;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.StandardEnvironment;

/**
 * The hub as the service's configuration has it, read without starting the service.
 *
 * @param models those that come from it
 * @param options of the hub
 */
record ConfiguredHub(List<CheckpointSource.OnHub> models, HubOptions options) {

	/**
	 * A configured model, as far as it matters here.
	 */
	record Model(String source, @Nullable String variant) {
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
		List<CheckpointSource.OnHub> models = binder.bind("dcae.models", Bindable.listOf(Model.class))
			.orElse(List.of())
			.stream()
			.map((model) -> CheckpointSource.of(model.source(), Optional.ofNullable(model.variant())))
			.filter(CheckpointSource.OnHub.class::isInstance)
			.map(CheckpointSource.OnHub.class::cast)
			.toList();
		return new ConfiguredHub(models, binder.bind("dcae.hub", HubOptions.class).orElse(HubOptions.NONE));
	}

}
