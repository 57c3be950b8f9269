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

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.SequencedSet;
import java.util.concurrent.TimeUnit;

import dev.dcae.serving.ServingEvent;
import dev.dcae.serving.ServingListener;
import dev.dcae.serving.WorkItem;
import io.micrometer.tracing.Link;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.Tracer;

/**
 * Shows each batch as a span under the first of the requests that rode in it, with links
 * to all of them: it belongs to none alone. A batch of which no request is sampled is not
 * shown.
 */
public final class BatchSpans implements ServingListener {

	private final Tracer tracer;

	public BatchSpans(Tracer tracer) {
		this.tracer = tracer;
	}

	@Override
	public void on(ServingEvent event) {
		if (event instanceof ServingEvent.BatchRan ran) {
			ran(ran);
		}
	}

	private void ran(ServingEvent.BatchRan ran) {
		SequencedSet<TraceContext> requests = new LinkedHashSet<>();
		for (WorkItem item : ran.items()) {
			if (item.origin() instanceof TraceContext request && Boolean.TRUE.equals(request.sampled())) {
				requests.add(request);
			}
		}
		if (requests.isEmpty()) {
			return;
		}
		Instant end = Instant.now();
		Span.Builder batch = this.tracer.spanBuilder()
			.setParent(requests.getFirst())
			.name("batch")
			.startTimestamp(RequestSpans.nanos(end.minus(ran.time())), TimeUnit.NANOSECONDS)
			.tag("dcae.model", ran.bucket().model())
			.tag("dcae.operation", ran.bucket().operation().method())
			.tag("dcae.device", ran.device().name())
			.tag("dcae.batch.items", ran.items().size())
			.tag("dcae.batch.pixels", ran.pixels())
			.tag("dcae.batch.reason", Meters.name(ran.why()));
		requests.forEach((request) -> batch.addLink(new Link(request)));
		batch.start().end(RequestSpans.nanos(end), TimeUnit.NANOSECONDS);
	}

}
