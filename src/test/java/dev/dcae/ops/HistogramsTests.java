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
import java.util.List;

import dev.dcae.model.Operation;
import dev.dcae.pipeline.Phase;
import dev.dcae.pipeline.Timeline;
import dev.dcae.serving.Bucket;
import dev.dcae.serving.Device;
import dev.dcae.serving.DispatchReason;
import dev.dcae.serving.ReplicaPrecision;
import dev.dcae.serving.ServingEvent;
import dev.dcae.tensor.DType;
import dev.dcae.tensor.Shape;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The buckets of histograms.
 */
class HistogramsTests {

	private static final int MODELS = 11;

	@Test
	void ofElevenModelsThereAreTooManyOnlyWhereThatIsAskedFor() {
		long coarse = samples(scrape(false));
		long fine = samples(scrape(true));
		System.out.printf("%d samples, fine ones %d%n", coarse, fine);
		assertThat((double) coarse / fine).isLessThan(0.6);
	}

	@Test
	void theBordersThatAlertsAndDashboardsLookAtAreAlwaysThere() {
		for (boolean fine : new boolean[] { false, true }) {
			assertThat(scrape(fine)).containsPattern("dcae_request_seconds_bucket\\{.*le=\"10.0\"")
				.containsPattern("dcae_batch_items_bucket\\{.*le=\"1.0\"");
		}
	}

	private static long samples(String scrape) {
		return scrape.lines().filter((line) -> !line.startsWith("#")).count();
	}

	/**
	 * Some of everything with each model. A timeline cannot be given a model here: the
	 * operation stands for both.
	 */
	private static String scrape(boolean fine) {
		PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
		ServingMetrics serving = new ServingMetrics(registry, fine);
		RequestMetrics requests = new RequestMetrics(registry, fine);
		Device device = new Device("cpu");
		for (int i = 0; i < MODELS; i++) {
			String model = "model-" + i;
			serving.on(new ServingEvent.ReplicaOpened(model, ReplicaPrecision.NORMAL, device, Duration.ofSeconds(2)));
			for (Operation operation : List.of(Operation.ENCODE_IMAGE, Operation.DECODE_IMAGE)) {
				Bucket bucket = new Bucket(model, operation, new Shape(8, 8, 3), DType.U8, ReplicaPrecision.NORMAL);
				for (DispatchReason why : DispatchReason.values()) {
					serving.on(new ServingEvent.BatchRan(bucket, device, List.of(), 64, Duration.ofMillis(30), why, 0));
				}
				Timeline timeline = new Timeline(null);
				for (Phase phase : Phase.values()) {
					timeline.book(phase, Duration.ofMillis(3));
				}
				requests.ended(timeline, operation.method() + i, "ok", Duration.ofMillis(50));
				requests.ended(timeline, operation.method() + i, "rejected", Duration.ofMillis(1));
			}
		}
		return registry.scrape();
	}

}
