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
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.dcae.pipeline.RequestListener;
import dev.dcae.pipeline.Timeline;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;

/**
 * Shows the phases of a request as spans under that of the request. They are made when it
 * ends, with the times that were noted: so they cost nothing while it runs.
 */
public final class RequestSpans implements RequestListener {

	/**
	 * A request in a thousand tiles is not worth three thousand spans.
	 */
	private static final int MOST_SPANS = 128;

	private final Tracer tracer;

	public RequestSpans(Tracer tracer) {
		this.tracer = tracer;
	}

	@Override
	public void ended(Timeline timeline, String operation, String outcome, Duration time) {
		Span request = this.tracer.currentSpan();
		if (request == null || request.isNoop()) {
			return;
		}
		request.tag("dcae.operation", operation);
		request.tag("dcae.model", timeline.model());
		request.tag("dcae.outcome", outcome);
		List<Timeline.Entry> entries = timeline.entries();
		for (Timeline.Entry entry : entries.subList(0, Math.min(entries.size(), MOST_SPANS))) {
			Span span = this.tracer.spanBuilder()
				.setParent(request.context())
				.name(Meters.name(entry.phase()))
				.startTimestamp(nanos(entry.start()), TimeUnit.NANOSECONDS)
				.start();
			span.end(nanos(entry.start().plus(entry.time())), TimeUnit.NANOSECONDS);
		}
		if (entries.size() > MOST_SPANS) {
			request.tag("dcae.phases.left.out", entries.size() - MOST_SPANS);
		}
	}

	static long nanos(Instant time) {
		return TimeUnit.SECONDS.toNanos(time.getEpochSecond()) + time.getNano();
	}

}
