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

import dev.dcae.pipeline.RequestListener;
import dev.dcae.pipeline.Timeline;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;

/**
 * Counts and times requests, of all protocols, and their phases.
 */
public final class RequestMetrics implements RequestListener {

	private final Meters meters;

	public RequestMetrics(MeterRegistry registry, boolean fine) {
		this.meters = new Meters(registry, fine);
	}

	@Override
	public void ended(Timeline timeline, String operation, String outcome, Duration time) {
		Tags tags = Tags.of("operation", operation, "model", timeline.model());
		this.meters
			.timer("dcae.request", "Requests, from their first line to the last byte of their answer",
					tags.and("outcome", outcome))
			.record(time);
		for (Timeline.Entry entry : timeline.entries()) {
			this.meters.timer("dcae.request.phase",
					"Where the time of requests went; queue, batch_wait and device of each item, parse and encode of each image or latent",
					tags.and("phase", Meters.name(entry.phase())))
				.record(entry.time());
		}
	}

}
