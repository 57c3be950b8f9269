package dev.dcae;

import java.util.Map;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Leaves OpenTelemetry out where traces have nowhere to go. Without this spans would be
 * made, sampled and dropped. Runs last, when everything that can name an endpoint has, as
 * {@code OTEL_EXPORTER_OTLP_ENDPOINT} in the environment.
 */
final class TracingSwitch implements EnvironmentPostProcessor, Ordered {

	static final String ENABLED = "management.opentelemetry.enabled";

	private static final String ENDPOINT = "management.opentelemetry.tracing.export.otlp.endpoint";

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		if (environment.getProperty(ENDPOINT, "").isEmpty()) {
			environment.getPropertySources()
				.addLast(new MapPropertySource("tracing without an endpoint", Map.of(ENABLED, "false")));
		}
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

}
