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
package dev.dcae.checkpoint.hub;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * The retries of a request to the hub, and the pauses between them: as long as it asks
 * for, else 1, 2, 4, 8 seconds.
 */
final class Retries {

	/**
	 * Tries in a row without any success.
	 */
	static final int ATTEMPTS = 5;

	private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

	private final Sleeper sleeper;

	private final ProgressLine progress;

	Retries(Sleeper sleeper, ProgressLine progress) {
		this.sleeper = sleeper;
		this.progress = progress;
	}

	/**
	 * Repeats a request while the hub does not answer it.
	 */
	<T> T of(Supplier<T> request) {
		for (int failures = 1;; failures++) {
			try {
				return request.get();
			}
			catch (HubUnreachableException ex) {
				pause(failures, ex);
			}
		}
	}

	/**
	 * Waits until the next try.
	 * @param failures so far, in a row
	 * @throws HubUnreachableException the last failure, if it is time to give up
	 */
	void pause(int failures, HubUnreachableException ex) {
		Duration asked = ex.retryAfter();
		if (failures >= ATTEMPTS || asked.compareTo(LONGEST_PAUSE) > 0) {
			throw ex;
		}
		Duration wait = asked.isZero() ? Duration.ofSeconds(1L << (failures - 1)) : asked;
		this.progress.say("%s; trying again in %d s".formatted(ex.getMessage(), wait.toSeconds()));
		try {
			this.sleeper.sleep(wait);
		}
		catch (InterruptedException interrupted) {
			Thread.currentThread().interrupt();
			throw new HubException("Interrupted while waiting for the hub", interrupted);
		}
	}

}
