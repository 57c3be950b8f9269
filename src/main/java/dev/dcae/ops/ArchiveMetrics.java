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

import dev.dcae.torchscript.ArchiveCache;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;

/**
 * Counts what the cache of compiled archives is asked for.
 */
public final class ArchiveMetrics implements ArchiveCache.Listener {

	private final Counter hits;

	private final Counter misses;

	private final Counter discarded;

	private final Timer verifications;

	private final Timer compilations;

	public ArchiveMetrics(MeterRegistry registry, boolean fine) {
		Meters meters = new Meters(registry, fine);
		this.hits = lookups(meters, "hit");
		this.misses = lookups(meters, "miss");
		this.discarded = meters.counter("dcae.archive.discarded",
				"Archives that were not what was compiled or could not be loaded, and were compiled anew",
				Tags.empty());
		this.verifications = meters.timer("dcae.archive.verify", "Archives that were found to be what was compiled",
				Tags.empty());
		this.compilations = meters.timer("dcae.archive.compile", "Checkpoints that were compiled to an archive",
				Tags.empty());
	}

	private static Counter lookups(Meters meters, String result) {
		return meters.counter("dcae.archive.lookups", "What the cache of compiled archives was asked for",
				Tags.of("result", result));
	}

	@Override
	public void found(Duration time) {
		this.hits.increment();
		this.verifications.record(time);
	}

	@Override
	public void compiled(Duration time) {
		this.misses.increment();
		this.compilations.record(time);
	}

	@Override
	public void discarded() {
		this.discarded.increment();
	}

}
