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

import java.time.Clock;

import dev.dcae.api.oip.InferenceStatistics;
import dev.dcae.ops.ArchiveMetrics;
import dev.dcae.ops.BatchSpans;
import dev.dcae.ops.DownloadMetrics;
import dev.dcae.ops.NumbersOnly;
import dev.dcae.ops.RequestMetrics;
import dev.dcae.ops.RequestSpans;
import dev.dcae.ops.ServingGauges;
import dev.dcae.ops.ServingMetrics;
import dev.dcae.serving.Scheduler;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.tracing.Tracer;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.observation.SecurityObservationSettings;

/**
 * The metrics and traces of the service.
 */
@Configuration(proxyBeanMethods = false)
class ObservationConfiguration {

	@Bean
	PrometheusRegistry prometheusRegistry() {
		return new NumbersOnly();
	}

	/**
	 * OpenTelemetry, when it is disabled, still makes spans, for nobody.
	 */
	@Bean
	@ConditionalOnProperty(name = TracingSwitch.ENABLED, havingValue = "false")
	Tracer noTracer() {
		return Tracer.NOOP;
	}

	/**
	 * Otherwise Spring Security observes each of its dozen filters at every request.
	 */
	@Bean
	SecurityObservationSettings securityObservationSettings() {
		return SecurityObservationSettings.noObservations();
	}

	@Bean
	ServingMetrics servingMetrics(MeterRegistry registry, DcaeProperties properties) {
		return new ServingMetrics(registry, properties.metrics().fineHistograms());
	}

	@Bean
	ServingGauges servingGauges(Scheduler scheduler) {
		return new ServingGauges(scheduler);
	}

	@Bean
	RequestMetrics requestMetrics(MeterRegistry registry, DcaeProperties properties) {
		return new RequestMetrics(registry, properties.metrics().fineHistograms());
	}

	@Bean
	ArchiveMetrics archiveMetrics(MeterRegistry registry, DcaeProperties properties) {
		return new ArchiveMetrics(registry, properties.metrics().fineHistograms());
	}

	@Bean
	DownloadMetrics downloadMetrics(MeterRegistry registry, DcaeProperties properties) {
		return new DownloadMetrics(registry, properties.metrics().fineHistograms());
	}

	@Bean
	InferenceStatistics inferenceStatistics() {
		return new InferenceStatistics(Clock.systemUTC());
	}

	@Bean
	RequestSpans requestSpans(Tracer tracer) {
		return new RequestSpans(tracer);
	}

	@Bean
	BatchSpans batchSpans(Tracer tracer) {
		return new BatchSpans(tracer);
	}

}
