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
