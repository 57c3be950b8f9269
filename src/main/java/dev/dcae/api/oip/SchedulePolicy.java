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
package dev.dcae.api.oip;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

import dev.dcae.serving.WorkItem;

/**
 * The schedule policy extension: how urgent a request says it is.
 */
final class SchedulePolicy {

	private static final long MICROS = 1_000_000;

	private SchedulePolicy() {
	}

	/**
	 * The priority on the service's own scale: 0, normal, to 3, most urgent. On that of
	 * the protocol 0 is the default, 1 the most urgent, and more is less.
	 */
	static OptionalInt priority(Settings settings) {
		Optional<Long> asked = settings.number("priority");
		if (asked.isEmpty()) {
			return OptionalInt.empty();
		}
		return OptionalInt.of((asked.get() == 0) ? 0 : (int) Math.max(0, WorkItem.MOST_URGENT + 1 - asked.get()));
	}

	/**
	 * The timeout, in microseconds on the wire; 0 is the default.
	 */
	static Optional<Duration> timeout(Settings settings) {
		return settings.number("timeout")
			.filter((micros) -> micros > 0)
			.map((micros) -> Duration.ofSeconds(micros / MICROS, micros % MICROS * 1000));
	}

}
