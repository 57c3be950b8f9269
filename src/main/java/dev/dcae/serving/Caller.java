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

/**
 * A sender of items. Callers share the devices by time, and nobody's items may take more
 * of the queue than their share, so that there is room for those of others; a caller of
 * whom nothing waits may send as many at once, of any size, as the queue takes.
 *
 * @param name there are few of them: it may be a tag of a metric
 * @param share of the queue's bounds, above 0, at most 1; of the devices' time the part
 * that it is of the shares of all callers of whom something waits
 * @param maxPriority the most urgent that its items may be, 0 to
 * {@link WorkItem#MOST_URGENT}
 */
public record Caller(String name, double share, int maxPriority) {

	/**
	 * Everybody who is not told apart.
	 */
	public static final Caller ANYONE = new Caller("anyone", 1);

	/**
	 * A caller whose items may be as urgent as any.
	 */
	public Caller(String name, double share) {
		this(name, share, WorkItem.MOST_URGENT);
	}

	/**
	 * Checks the ranges.
	 * @throws IllegalArgumentException if the share is no part of the whole, or the
	 * priority none
	 */
	public Caller {
		if (!(share > 0 && share <= 1)) {
			throw new IllegalArgumentException("A share is above 0 and at most 1, not " + share);
		}
		if (maxPriority < 0 || maxPriority > WorkItem.MOST_URGENT) {
			throw new IllegalArgumentException(
					"A priority is 0 to %d, not %d".formatted(WorkItem.MOST_URGENT, maxPriority));
		}
	}

}
