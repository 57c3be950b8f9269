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
package dev.dcae.ops;

import java.util.concurrent.atomic.AtomicReference;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Gauges of objects that are gone.
 */
class NumbersOnlyTests {

	private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT,
			new NumbersOnly(), Clock.SYSTEM);

	@Test
	void aGaugeThatIsNoNumberIsLeftOutAndComesBack() {
		AtomicReference<Double> value = new AtomicReference<>(1.5);
		Gauge.builder("memory", value, AtomicReference::get).tag("device", "one").register(this.registry);
		Gauge.builder("memory", () -> 7).tag("device", "other").register(this.registry);
		assertThat(this.registry.scrape()).contains("memory{device=\"one\"} 1.5", "memory{device=\"other\"} 7.0");
		value.set(Double.NaN);
		assertThat(this.registry.scrape()).doesNotContain("NaN", "one").contains("memory{device=\"other\"} 7.0");
		value.set(2.0);
		assertThat(this.registry.scrape()).contains("memory{device=\"one\"} 2.0");
	}

	@Test
	void aGaugeWithoutANumberIsLeftOutWithItsHeading() {
		Gauge.builder("gone", () -> Double.NaN).description("Gone").register(this.registry);
		this.registry.counter("kept").increment();
		assertThat(this.registry.scrape()).doesNotContain("gone").contains("kept_total 1.0");
	}

}
