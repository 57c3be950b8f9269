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
 */
record Meters(MeterRegistry registry) {

	/**
	 * Borders of histograms of time: fine enough for a dashboard, few enough for a series
	 * of each model and operation.
	 */
	private static final Duration[] TIMES = Arrays
		.stream(new long[] { 1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000, 60_000, 300_000 })
		.mapToObj(Duration::ofMillis)
		.toArray(Duration[]::new);

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
			.serviceLevelObjectives(TIMES)
			.register(this.registry);
	}

	DistributionSummary summary(String name, String description, String unit, double[] borders, Tags tags) {
		return DistributionSummary.builder(name)
			.description(description)
			.baseUnit(unit)
			.tags(tags)
			.serviceLevelObjectives(borders)
			.register(this.registry);
	}

	/**
	 * A constant as a tag has it: {@code lane_free}.
	 */
	static String name(Enum<?> value) {
		return value.name().toLowerCase(Locale.ROOT);
	}

}
