package dev.dcae.ops;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.registry.PrometheusScrapeRequest;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import org.jspecify.annotations.Nullable;

/**
 * Exports no gauge that is not a number: what it measured is gone, and a sum over NaN is
 * NaN. Micrometer gives NaN for every object that was collected, whoever's it was.
 */
public final class NumbersOnly extends PrometheusRegistry {

	@Override
	public MetricSnapshots scrape() {
		return numbers(super.scrape());
	}

	@Override
	public MetricSnapshots scrape(@Nullable PrometheusScrapeRequest request) {
		return numbers(super.scrape(request));
	}

	@Override
	public MetricSnapshots scrape(Predicate<String> includedNames) {
		return numbers(super.scrape(includedNames));
	}

	@Override
	public MetricSnapshots scrape(Predicate<String> includedNames, @Nullable PrometheusScrapeRequest request) {
		return numbers(super.scrape(includedNames, request));
	}

	private static MetricSnapshots numbers(MetricSnapshots all) {
		List<MetricSnapshot> kept = new ArrayList<>();
		for (MetricSnapshot one : all) {
			if (one instanceof GaugeSnapshot gauge) {
				List<GaugeDataPointSnapshot> points = gauge.getDataPoints()
					.stream()
					.filter((point) -> !Double.isNaN(point.getValue()))
					.toList();
				if (!points.isEmpty()) {
					kept.add(new GaugeSnapshot(gauge.getMetadata(), points));
				}
			}
			else {
				kept.add(one);
			}
		}
		return new MetricSnapshots(kept);
	}

}
