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

import dev.dcae.checkpoint.hub.DownloadListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;

/**
 * Counts what comes from the hub.
 */
public final class DownloadMetrics implements DownloadListener {

	private final Counter bytes;

	private final Timer whole;

	private final Timer failed;

	public DownloadMetrics(MeterRegistry registry, boolean fine) {
		Meters meters = new Meters(registry, fine);
		this.bytes = meters.counter("dcae.hub.received", "Bytes of files that came from the hub", "bytes",
				Tags.empty());
		this.whole = downloads(meters, "whole");
		this.failed = downloads(meters, "failed");
	}

	private static Timer downloads(Meters meters, String outcome) {
		return meters.timer("dcae.hub.download", "Downloads of files from the hub", Tags.of("outcome", outcome));
	}

	@Override
	public void received(long bytes) {
		this.bytes.increment(bytes);
	}

	@Override
	public void ended(Duration time, boolean whole) {
		(whole ? this.whole : this.failed).record(time);
	}

}
