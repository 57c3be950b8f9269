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

import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Traces are made where they have somewhere to go.
 */
class TracingSwitchTests {

	private static final String ENDPOINT = "management.opentelemetry.tracing.export.otlp.endpoint";

	@Test
	void withoutAnEndpointThereIsNoTracing() {
		assertThat(enabled(new StandardEnvironment())).isEqualTo("false");
	}

	@Test
	void anEndpointSwitchesItOn() {
		assertThat(enabled(with(ENDPOINT, "http://collector:4318/v1/traces"))).isNull();
	}

	@Test
	void whatIsConfiguredCounts() {
		assertThat(enabled(with(TracingSwitch.ENABLED, "true"))).isEqualTo("true");
	}

	@Test
	void anEndpointThatIsNamedLateCountsToo() {
		StandardEnvironment environment = new StandardEnvironment();
		new TracingSwitch().postProcessEnvironment(environment, new SpringApplication());
		assertThat(environment.getProperty(TracingSwitch.ENABLED)).isEqualTo("false");
		environment.getPropertySources()
			.addFirst(new MapPropertySource("late", Map.of(ENDPOINT, "http://collector:4318/v1/traces")));
		assertThat(environment.getProperty(TracingSwitch.ENABLED)).isNull();
	}

	private static @Nullable String enabled(ConfigurableEnvironment environment) {
		new TracingSwitch().postProcessEnvironment(environment, new SpringApplication());
		return environment.getProperty(TracingSwitch.ENABLED);
	}

	private static ConfigurableEnvironment with(String name, String value) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().addFirst(new MapPropertySource("test", Map.of(name, value)));
		return environment;
	}

}
