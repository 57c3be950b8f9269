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
