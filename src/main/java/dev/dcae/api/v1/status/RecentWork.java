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
package dev.dcae.api.v1.status;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import dev.dcae.serving.ServingEvent;
import dev.dcae.serving.ServingListener;
import dev.dcae.serving.Timings;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Remembers the latest batches and items, and no more than a few of them. Thread-safe.
 */
@Component
class RecentWork implements ServingListener {

	private static final int REMEMBERED = 32;

	private final Deque<Integer> batchItems = new ArrayDeque<>();

	private final Deque<Duration> batchTimes = new ArrayDeque<>();

	private final Deque<Duration> itemTimes = new ArrayDeque<>();

	private long batches;

	@Override
	public synchronized void on(ServingEvent event) {
		switch (event) {
			case ServingEvent.BatchRan ran -> {
				this.batches++;
				remember(this.batchItems, ran.items().size());
				remember(this.batchTimes, ran.time());
			}
			case ServingEvent.Answered answered -> remember(this.itemTimes, total(answered.answer().timings()));
			default -> {
				// Whatever else happens took no time that a client would wait for.
			}
		}
	}

	private static Duration total(Timings timings) {
		return timings.queue().plus(timings.batch()).plus(timings.device());
	}

	private static <T> void remember(Deque<T> latest, T value) {
		if (latest.size() == REMEMBERED) {
			latest.removeFirst();
		}
		latest.addLast(value);
	}

	/**
	 * The work that is remembered at this moment.
	 */
	synchronized StatusView.Recent view() {
		return new StatusView.Recent(this.batches, List.copyOf(this.batchItems), medianSeconds(this.batchTimes),
				medianSeconds(this.itemTimes));
	}

	private static @Nullable Double medianSeconds(Deque<Duration> times) {
		return times.isEmpty() ? null : times.stream().sorted().toList().get(times.size() / 2).toNanos() / 1e9;
	}

}
