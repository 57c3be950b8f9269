package dev.dcae.cli;

import java.nio.file.Path;
import java.util.List;

import dev.dcae.checkpoint.CheckpointSource;
import dev.dcae.checkpoint.hub.HubOptions;
import dev.dcae.checkpoint.hub.HubReference;

import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.util.unit.DataSize;

/**
 * What of the service's configuration commands go by, read without starting the service.
 *
 * @param sources of the models
 * @param hub its options
 * @param cacheDir the folder with compiled archives
 * @param cacheLimit what those are kept to
 */
record ServiceSettings(List<String> sources, HubOptions hub, Path cacheDir, DataSize cacheLimit) {

	private static final DataSize USUAL_LIMIT = DataSize.ofGigabytes(8);

	/**
	 * A configured model, as far as it matters here.
	 */
	record Model(String source) {
	}

	/**
	 * Reads {@code application.yaml}, beside the jar and in it, and the environment, as
	 * the service does.
	 */
	static ServiceSettings read() {
		ConfigurableEnvironment environment = new StandardEnvironment();
		ConfigDataEnvironmentPostProcessor.applyTo(environment);
		return of(environment);
	}

	static ServiceSettings of(ConfigurableEnvironment environment) {
		Binder binder = Binder.get(environment);
		List<String> sources = binder.bind("dcae.models", Bindable.listOf(Model.class))
			.orElse(List.of())
			.stream()
			.map(Model::source)
			.toList();
		return new ServiceSettings(sources, binder.bind("dcae.hub", HubOptions.class).orElse(HubOptions.NONE),
				Path.of(binder.bind("dcae.cache-dir", String.class)
					.orElseGet(() -> System.getProperty("user.home") + "/.cache/dcae")),
				binder.bind("dcae.cache-limit", DataSize.class).orElse(USUAL_LIMIT));
	}

	/**
	 * The models that come from the hub.
	 * @throws dev.dcae.checkpoint.CheckpointException if a source is none
	 */
	List<HubReference> references() {
		return this.sources.stream()
			.map(CheckpointSource::of)
			.filter(CheckpointSource.OnHub.class::isInstance)
			.map((source) -> ((CheckpointSource.OnHub) source).reference())
			.toList();
	}

}
