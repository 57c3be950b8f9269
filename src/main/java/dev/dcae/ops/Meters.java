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

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;

/**
 * The kinds of meters, each with the description that Prometheus and
 * {@code docs/metrics.md} show.
 *
 * @param fine whether histograms have many buckets, or a few
 */
record Meters(MeterRegistry registry, boolean fine) {

	private static final Duration[] FINE_TIMES = millis(1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000,
			30_000, 60_000, 300_000);

	/**
	 * Few enough for a series of each model and operation. The alert on slow requests
	 * looks at 10 s.
	 */
	private static final Duration[] COARSE_TIMES = millis(10, 100, 500, 2000, 10_000, 60_000);

	/**
	 * Borders of a histogram.
	 *
	 * @param fine those where much is to be told
	 * @param coarse a few
	 */
	@SuppressWarnings("ArrayRecordComponent")
	record Borders(double[] fine, double[] coarse) {
	}

	Counter counter(String name, String description, Tags tags) {
		return Counter.builder(name).description(description).tags(tags).register(this.registry);
	}

	Counter counter(String name, String description, String unit, Tags tags) {
		return Counter.builder(name).description(description).baseUnit(unit).tags(tags).register(this.registry);
	}

	Timer timer(String name, String description, Tags tags) {
		return Timer.builder(name)
			.description(description)
			.tags(tags)
			.serviceLevelObjectives(this.fine ? FINE_TIMES : COARSE_TIMES)
			.register(this.registry);
	}

	DistributionSummary summary(String name, String description, String unit, Borders borders, Tags tags) {
		return DistributionSummary.builder(name)
			.description(description)
			.baseUnit(unit)
			.tags(tags)
			.serviceLevelObjectives(this.fine ? borders.fine() : borders.coarse())
			.register(this.registry);
	}

	private static Duration[] millis(long... millis) {
		return Arrays.stream(millis).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
	}

	/**
	 * A constant as a tag has it: {@code lane_free}.
	 */
	static String name(Enum<?> value) {
		return value.name().toLowerCase(Locale.ROOT);
	}

}
