package dev.dcae;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;

/**
 * Leaves OpenTelemetry out where traces have nowhere to go. Without this spans would be
 * made, sampled and dropped. An endpoint may be named in many places, as by
 * {@code OTEL_EXPORTER_OTLP_ENDPOINT}, so it is looked for when somebody asks.
 */
final class TracingSwitch implements EnvironmentPostProcessor {

	static final String ENABLED = "management.opentelemetry.enabled";

	private static final String ENDPOINT = "management.opentelemetry.tracing.export.otlp.endpoint";

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		environment.getPropertySources().addLast(new PropertySource<Object>("tracing without an endpoint") {

			@Override
			public @Nullable Object getProperty(String name) {
				return (name.equals(ENABLED) && environment.getProperty(ENDPOINT, "").isEmpty()) ? "false" : null;
			}

		});
	}

}
