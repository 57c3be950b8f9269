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

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.context.properties.ConfigurationPropertiesBindHandlerAdvisor;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A setting that there is not stops the start, and the nearest is named.
 */
class UnknownSettingTests {

	private final ApplicationContextRunner start = new ApplicationContextRunner().withUserConfiguration(Settings.class)
		.withPropertyValues("dcae.cache-dir=target", "dcae.models[0].id=a", "dcae.models[0].source=a",
				"dcae.models[1].id=b", "dcae.models[1].source=b");

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(DcaeProperties.class)
	static class Settings {

		@Bean
		static ConfigurationPropertiesBindHandlerAdvisor nestedSettings() {
			return DcaeApplication.nestedSettings();
		}

	}

	@Test
	void knownOnesAreTakenHoweverTheyAreSpelled() {
		this.start
			.withPropertyValues("dcae.limits.maxBody=1MB", "dcae.queue.max_items=3", "dcae.hub.offline=true",
					"dcae.models[0].devices[0]=cpu", "dcae.models[1].devices=cpu", "dcae.models[1].tiling.TILE=64",
					"dcae.cors.allowedOrigins[1]=http://a", "dcae.cors.allowedOrigins[0]=*")
			.run((context) -> assertThat(context).hasNotFailed()
				.getBean(DcaeProperties.class)
				.satisfies((properties) -> assertThat(properties.queue().maxItems()).isEqualTo(3)));
	}

	@ParameterizedTest
	@CsvSource({ "dcae.limit.max-body, dcae.limits.max-body", "dcae.models[1].dtyp, dcae.models[1].dtype",
			"dcae.models[1].tiling.tiles, dcae.models[1].tiling.tile", "dcae.max-items, dcae.queue.max-items",
			"dcae.hub.ofline, dcae.hub.offline", "dcae.cachedirs, dcae.cache-dir",
			"dcae.cors.allowed-origin, dcae.cors.allowed-origins" })
	void anUnknownOneIsNamedWithTheNearest(String written, String meant) {
		this.start.withPropertyValues(written + "=1").run((context) -> {
			FailureAnalysis analysis = analysis(context.getStartupFailure());
			assertThat(analysis.getDescription()).contains("There is no setting " + written);
			assertThat(analysis.getAction()).contains("did you mean " + meant + "?");
		});
	}

	@Test
	void everyUnknownOneIsNamed() {
		this.start.withPropertyValues("dcae.models[0].tiling.strid=1", "dcae.models[1].tiling.strid=1")
			.run((context) -> assertThat(analysis(context.getStartupFailure()).getDescription())
				.contains("dcae.models[0].tiling.strid", "dcae.models[1].tiling.strid"));
	}

	@Test
	void whatIsLikeNoneIsSentToTheDocument() {
		this.start.withPropertyValues("dcae.something.else.altogether=1").run((context) -> {
			FailureAnalysis analysis = analysis(context.getStartupFailure());
			assertThat(analysis.getDescription()).contains("dcae.something.else.altogether");
			assertThat(analysis.getAction()).isEqualTo("docs/configuration.md lists all settings.");
		});
	}

	/**
	 * Variables that Kubernetes sets for a service of this name.
	 */
	@Test
	void theEnvironmentMayHaveOthers() {
		Map<String, Object> variables = new HashMap<>(Map.of("DCAE_PORT", "tcp://10.0.0.1:8080", "DCAE_SERVICE_HOST",
				"10.0.0.1", "DCAE_PORT_8080_TCP_ADDR", "10.0.0.1", "DCAE_QUEUE_MAXITEMS", "7"));
		this.start
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
						new SystemEnvironmentPropertySource(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
								variables)))
			.run((context) -> assertThat(context.getBean(DcaeProperties.class).queue().maxItems()).isEqualTo(7));
	}

	private static FailureAnalysis analysis(@Nullable Throwable failure) {
		Throwable thrown = Objects.requireNonNull(failure, "it started");
		FailureAnalysis analysis = new UnknownSettingFailureAnalyzer().analyze(thrown);
		return Objects.requireNonNull(analysis, thrown::toString);
	}

}
