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
package dev.dcae.dataset.store;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Predicate;

/**
 * Tries something that fails now and then a few times, with twice the pause each time.
 *
 * @param most attempts, at least 1
 * @param pause before the second
 */
record Attempts(int most, Duration pause) {

	/**
	 * An action that may fail.
	 */
	@FunctionalInterface
	interface Action<T> {

		T run() throws IOException;

	}

	/**
	 * Runs an action until it succeeds, fails for good, or has failed too often.
	 * @param passing tells failures that may pass
	 * @throws IOException what the last attempt threw
	 */
	<T> T run(Action<T> action, Predicate<Exception> passing) throws IOException {
		Duration wait = this.pause;
		for (int attempt = 1;; attempt++) {
			try {
				return action.run();
			}
			catch (IOException | RuntimeException ex) {
				if (attempt >= this.most || !passing.test(ex)) {
					throw ex;
				}
			}
			try {
				Thread.sleep(wait);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new StoreException("Interrupted while waiting for the storage", ex);
			}
			wait = wait.multipliedBy(2);
		}
	}

}
