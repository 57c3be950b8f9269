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
package dev.dcae.dataset;

import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Pixels that many threads hold at once.
 */
@Timeout(60)
class PixelBudgetTests {

	private final PixelBudget budget = new PixelBudget(1 << 20);

	@Test
	void whatFitsIsHeldAtOnce() {
		try (PixelBudget.Held _ = this.budget.take(1 << 19); PixelBudget.Held _ = this.budget.take(1 << 19)) {
			assertThat(isFree(1)).isFalse();
		}
		assertThat(isFree(1 << 20)).isTrue();
	}

	@Test
	void moreThanThereIsAtAllIsHeldAlone() {
		try (PixelBudget.Held _ = this.budget.take(Long.MAX_VALUE)) {
			assertThat(isFree(1)).isFalse();
		}
		assertThat(isFree(1 << 20)).isTrue();
	}

	@Test
	void aSinglePixelIsHeldToo() {
		try (PixelBudget.Held _ = this.budget.take(1)) {
			assertThat(isFree(1 << 20)).isFalse();
		}
	}

	/**
	 * Tells if so much can be taken without waiting.
	 */
	private boolean isFree(long pixels) {
		AtomicBoolean taken = new AtomicBoolean();
		Thread thread = Thread.ofVirtual().start(() -> {
			try (PixelBudget.Held _ = this.budget.take(pixels)) {
				taken.set(true);
			}
			catch (IllegalStateException ex) {
				// Interrupted while it waited.
			}
		});
		while (thread.isAlive() && thread.getState() != Thread.State.WAITING) {
			Thread.onSpinWait();
		}
		thread.interrupt();
		try {
			thread.join();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
		return taken.get();
	}

}
