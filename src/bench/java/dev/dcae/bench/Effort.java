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
package dev.dcae.bench;

import java.time.Duration;
import java.util.List;

/**
 * The length of a benchmark: the argument {@code short} only shows that it works.
 */
enum Effort {

	FULL, SHORT;

	static Effort of(String... args) {
		return List.of(args).contains("short") ? SHORT : FULL;
	}

	/**
	 * A time of a full run, or a fiftieth of it, at least a third of a second.
	 */
	Duration time(Duration full) {
		if (this == FULL) {
			return full;
		}
		Duration part = full.dividedBy(50);
		Duration least = Duration.ofMillis(333);
		return (part.compareTo(least) > 0) ? part : least;
	}

	/**
	 * A number of runs of a full run, or a fiftieth of it, at least one.
	 */
	int runs(int full) {
		return (this == FULL) ? full : Math.max(1, full / 50);
	}

	/**
	 * One of two choices.
	 */
	<T> T choose(T full, T small) {
		return (this == FULL) ? full : small;
	}

}
