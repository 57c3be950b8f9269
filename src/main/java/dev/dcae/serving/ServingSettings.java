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
package dev.dcae.serving;

import java.time.Duration;

/**
 * The scheduler's settings.
 *
 * @param learnThroughput whether batches stay below the pixels past which throughput was
 * seen to stop growing
 * @param ageing the time after which a waiting item rises one priority class
 * @param patience the deadline that an item without one, or with a later one, is ordered
 * by, so that those with deadlines cannot pass it for ever; it misses nothing by it
 */
public record ServingSettings(Batching batching, QueueBounds queue, boolean learnThroughput, Duration ageing,
		Duration patience) {

	/**
	 * Checks the ranges.
	 * @throws IllegalArgumentException if ageing or patience is not positive
	 */
	public ServingSettings {
		if (!ageing.isPositive() || !patience.isPositive()) {
			throw new IllegalArgumentException("Ageing of %s, patience of %s".formatted(ageing, patience));
		}
	}

}
