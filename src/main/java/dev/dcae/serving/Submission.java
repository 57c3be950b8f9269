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
import java.util.function.BooleanSupplier;

/**
 * An accepted item, for its caller.
 */
public interface Submission {

	/**
	 * Waits for the answer, until the item's deadline if it has one. Made for virtual
	 * threads. If the caller is interrupted the item is cancelled.
	 * @throws ServingException if the item ended without an answer
	 * @throws InterruptedException if the caller was interrupted
	 */
	Answer await() throws InterruptedException;

	/**
	 * Waits for the answer as long as somebody wants it.
	 * @param abandoned whether nobody does any more; the item is then cancelled
	 * @param every how often to ask
	 * @throws ServingException if the item ended without an answer
	 * @throws InterruptedException if the caller was interrupted
	 */
	Answer await(BooleanSupplier abandoned, Duration every) throws InterruptedException;

	/**
	 * Says that nobody waits for the answer any more. If no lane has taken the item it
	 * never reaches a device; if one has, its result is dropped. Does nothing to an item
	 * that is settled.
	 */
	void cancel();

	/**
	 * Tells whether {@link #await} would return or throw at once.
	 */
	boolean isSettled();

}
