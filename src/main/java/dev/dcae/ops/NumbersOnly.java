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
