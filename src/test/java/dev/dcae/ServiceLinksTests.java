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

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The variables that Kubernetes makes for each Service, beside the settings: one that is
 * called as they begin is no setting.
 */
class ServiceLinksTests {

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(DcaeProperties.class)
	static class Settings {

	}

	@ParameterizedTest
	@ValueSource(strings = { "DCAE", "DCAE_MODELS", "DCAE_QUEUE", "DCAE_CPU", "DCAE_LIMITS" })
	void aServiceOfThatNameDoesNotHinderTheStart(String name) {
		Map<String, Object> environment = links(name);
		run(environment,
				(properties) -> assertThat(properties.models()).singleElement()
					.extracting(DcaeProperties.Model::id)
					.isEqualTo("m"));
	}

	@Test
	void settingsBesideThemAreRead() {
		Map<String, Object> environment = links("DCAE");
		environment.put("DCAE_QUEUE_MAXITEMS", "7");
		run(environment, (properties) -> assertThat(properties.queue().maxItems()).isEqualTo(7));
	}

	private static Map<String, Object> links(String name) {
		Map<String, Object> links = new LinkedHashMap<>();
		links.put(name + "_PORT", "tcp://10.0.0.1:8080");
		links.put(name + "_SERVICE_HOST", "10.0.0.1");
		links.put(name + "_SERVICE_PORT", "8080");
		links.put(name + "_SERVICE_PORT_HTTP", "8080");
		links.put(name + "_PORT_8080_TCP", "tcp://10.0.0.1:8080");
		links.put(name + "_PORT_8080_TCP_PROTO", "tcp");
		links.put(name + "_PORT_8080_TCP_PORT", "8080");
		links.put(name + "_PORT_8080_TCP_ADDR", "10.0.0.1");
		return links;
	}

	private static void run(Map<String, Object> environment, Consumer<DcaeProperties> check) {
		new ApplicationContextRunner().withUserConfiguration(Settings.class)
			.withPropertyValues("dcae.cache-dir=target", "dcae.models[0].id=m", "dcae.models[0].source=classpath:m")
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
						new SystemEnvironmentPropertySource(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
								environment)))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				check.accept(context.getBean(DcaeProperties.class));
			});
	}

}
