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

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The bounds of what may wait. Configured as {@code dcae.queue}.
 *
 * @param maxItems the most items that wait, over all models; beyond it requests get 429
 * @param maxPixels the most pixels that wait, over all models; beyond it requests get 429
 */
public record QueueBounds(@DefaultValue("1024") int maxItems, @DefaultValue("268435456") long maxPixels) {

	/**
	 * Checks the ranges.
	 * @throws IllegalArgumentException if a bound is not positive
	 */
	public QueueBounds {
		if (maxItems < 1) {
			throw new IllegalArgumentException("max-items is %d; at least one item may wait".formatted(maxItems));
		}
		if (maxPixels < 1) {
			throw new IllegalArgumentException("max-pixels is %d; at least one pixel may wait".formatted(maxPixels));
		}
	}

	/**
	 * The part of them that a caller may take: at least one item.
	 */
	public QueueBounds of(Caller caller) {
		return new QueueBounds(Math.max(1, (int) (caller.share() * this.maxItems)),
				Math.max(1, (long) (caller.share() * this.maxPixels)));
	}

}
