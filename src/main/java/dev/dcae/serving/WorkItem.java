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

import dev.dcae.model.Operation;
import dev.dcae.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * One image or one latent to run through a model. It rides in exactly one batch that
 * succeeds.
 *
 * @param model the id of a registered model
 * @param input without a batch dimension; its memory must live, unchanged, until the item
 * is settled
 * @param pixels the pixels of the image side, W·H, the unit of every budget
 * @param priority 0, normal, to 3, most urgent
 * @param caller at whose expense it waits
 * @param origin what its caller wants to find in the events of its batch; nobody's
 * business here
 */
public record WorkItem(String model, Operation operation, Tensor input, long pixels, int priority, Deadline deadline,
		Caller caller, @Nullable Object origin) {

	/**
	 * The priority of the most urgent items.
	 */
	public static final int MOST_URGENT = 3;

	/**
	 * An item of no particular origin.
	 */
	public WorkItem(String model, Operation operation, Tensor input, long pixels, int priority, Deadline deadline,
			Caller caller) {
		this(model, operation, input, pixels, priority, deadline, caller, null);
	}

	/**
	 * Checks the ranges.
	 * @throws IllegalArgumentException if the item has no pixel or its priority is
	 * unknown
	 */
	public WorkItem {
		if (pixels < 1) {
			throw new IllegalArgumentException("An item needs at least one pixel, not " + pixels);
		}
		if (priority < 0 || priority > MOST_URGENT) {
			throw new IllegalArgumentException("A priority is 0 to %d, not %d".formatted(MOST_URGENT, priority));
		}
	}

}
