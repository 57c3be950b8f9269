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

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The bounds of a batch. Configured as {@code dcae.batching}: a setting is declared here,
 * with its default, and read by the scheduler; nothing is between.
 *
 * @param maxItems the most items of a batch
 * @param maxPixels the most pixels of a batch of more than one item
 * @param maxDelay how long a free device waits for company for an item
 */
public record Batching(@DefaultValue("32") int maxItems, @DefaultValue("" + MAX_PIXELS) long maxPixels,
		@DefaultValue("0ms") Duration maxDelay) {

	private static final long MAX_PIXELS = 16 << 20;

	/**
	 * Checks the ranges.
	 * @throws IllegalArgumentException if a bound is not positive or the delay negative
	 */
	public Batching {
		if (maxItems < 1) {
			throw new IllegalArgumentException("max-items is %d; a batch has at least one item".formatted(maxItems));
		}
		if (maxPixels < 1) {
			throw new IllegalArgumentException("max-pixels is %d; a batch has at least one pixel".formatted(maxPixels));
		}
		if (maxDelay.isNegative()) {
			throw new IllegalArgumentException("max-delay is %s; it is zero or more".formatted(maxDelay));
		}
	}

	/**
	 * The usual batches, but of so many items.
	 */
	public static Batching ofItems(int maxItems) {
		return new Batching(maxItems, MAX_PIXELS, Duration.ZERO);
	}

}
