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
