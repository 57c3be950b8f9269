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

import java.time.Duration;

import dev.dcae.ops.ModelLoader;
import dev.dcae.ops.ModelsEndpoint;
import dev.dcae.ops.ProgressHealth;
import dev.dcae.ops.ServingHealth;
import dev.dcae.serving.Scheduler;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The health of the service, and the endpoint that loads and unloads its models.
 */
@Configuration(proxyBeanMethods = false)
class HealthConfiguration {

	/**
	 * The longest that one device call or model load may take before the service is taken
	 * for hung.
	 */
	private static final Duration HANG_TIMEOUT = Duration.ofMinutes(10);

	/**
	 * With a device that is probed: less than the probes of containers have.
	 */
	private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(2);

	@Bean
	ServingHealth servingHealthIndicator(Scheduler scheduler) {
		return new ServingHealth(scheduler, PROBE_TIMEOUT);
	}

	@Bean
	ProgressHealth progressHealthIndicator(Scheduler scheduler) {
		return new ProgressHealth(scheduler, HANG_TIMEOUT);
	}

	@Bean
	ModelsEndpoint modelsEndpoint(ModelLoader loader, Scheduler scheduler) {
		return new ModelsEndpoint(loader, scheduler);
	}

}
